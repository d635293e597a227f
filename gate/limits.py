"""Every bound of the gate, with its unit and the reason for its value.

A bound is tested at its value and one past it. Nothing else in the code is a limit.
"""

from typing import Final

# --- the edge -------------------------------------------------------------------------------------
BODY_BYTES_MAX: Final = 2 * 1024 * 1024
"""Bytes of one request body. A complete high-tier request is about 60 kB, with cards 200 kB."""

BODY_SECONDS_MAX: Final = 10.0
"""Seconds for a whole body to arrive. 2 MiB at 2 Mbit/s take eight."""

LOCAL_SECONDS_MAX: Final = 60.0
"""Seconds for a check on a laptop, where the first one compiles the policies and nobody waits."""

REQUEST_SECONDS_MAX: Final = 5.0
"""Seconds from the last byte of a request to the first of its answer."""

JSON_DEPTH_MAX: Final = 32
"""Levels of nesting. The schema needs 9; Python's own parser recurses."""

JSON_VALUES_MAX: Final = 100_000
"""Values of one document. A complete request has 4 000; each wrong one costs memory."""

JSON_INTEGER_MAX: Final = 2**53 - 1
"""Largest magnitude of an integer that every JSON reader keeps exactly (RFC 7493)."""

POINTER_STEP_CHARS_MAX: Final = 100
"""Characters of one key that a pointer in an answer repeats; our own longest has 29."""

PROBLEMS_MAX: Final = 200
"""Problems listed in one answer, so that a hostile body does not make a huge one."""

HEADER_SECONDS_MAX: Final = 10.0
"""Seconds for the headers of a first request; a client that writes none holds nothing."""

LINGER_SECONDS: Final = 2.0
"""Seconds in which the rest of a refused body is read and dropped, so that the answer arrives."""

REQUEST_ID_CHARS_MAX: Final = 128
"""Characters of an `X-Request-ID` that is echoed; a trace id has 32, a UUID 36."""

REQUESTS_MAX: Final = 512
"""Requests in flight at once; each holds a task and a few kB until its body is read."""

DECISIONS_WAITING_MAX: Final = 64
"""Decisions waiting for a thread. At 2 MiB each they hold 128 MiB at the very most."""

DECISIONS_AT_ONCE: Final = 16
"""Decisions under way at once: one that waits for the disk or for a server costs a thread."""

DECISIONS_AT_ONCE_MAX: Final = 256
"""What that can be raised to: a thread each, and as many requests of up to 2 MiB in memory."""

SHUTDOWN_SECONDS_MAX: Final = 15
"""Seconds in which requests in flight are finished after SIGTERM; more than a request may take."""

LINES_WAITING_MAX: Final = 10_000
"""Log lines that wait for whoever reads them: some 3 MB, and a minute of a busy gate."""

LINES_SECONDS_MAX: Final = 1.0
"""Seconds in which the last log lines go out when the process ends; nobody may be reading them."""

PAGE_ITEMS_MAX: Final = 100
"""Decisions on one page of a list."""

PAGE_ITEMS_DEFAULT: Final = 50
"""Decisions on one page of a list where the caller does not say: about two screens."""

# --- tokens ---------------------------------------------------------------------------------------
TOKEN_CHARS_MAX: Final = 256
"""Characters of a bearer token that is looked at; ours have 48."""

TOKEN_NAME_CHARS_MAX: Final = 64
"""Characters of a token's name, which stands in every entry it caused."""

TOKEN_DAYS_MAX: Final = 366
"""Days that a token is valid at most: a year, so that a forgotten one ends."""

TOKEN_DAYS_DEFAULT: Final = 90
"""Days that a token is valid where nobody says otherwise."""

TOKEN_CACHE_SECONDS: Final = 5.0
"""Seconds that a token, once looked up, is believed without asking the database again."""

TOKEN_CACHE_ENTRIES_MAX: Final = 1024
"""Tokens remembered at once; more than any installation has."""

# --- the request ----------------------------------------------------------------------------------
SHORT_TEXT_CHARS_MAX: Final = 2_000
"""Characters of a short text of the request."""

LONG_TEXT_CHARS_MAX: Final = 20_000
"""Characters of a long text of the request."""

URI_CHARS_MAX: Final = 2_000
"""Characters of an address in the request: what every browser and proxy still carries."""

LIST_ITEMS_MAX: Final = 500
"""Elements of one list of the request. Evidence is the longest list; real ones have about 60."""

# --- the policy engine ----------------------------------------------------------------------------
ENGINE_SECONDS_MAX: Final = 2.0
"""Seconds for one evaluation, from the question to the last byte of the answer."""

DAYS_MAX: Final = 3_652_058
"""Days from the first date that RFC 3339 and Python can both name to the last."""

ENGINE_ANSWER_BYTES_MAX: Final = 1_000_000
"""Bytes of one verdict; all 222 rules with findings are about 150 kB."""

WASM_MEMORY_BYTES_MAX: Final = 256 * 1024 * 1024
"""Bytes of linear memory of one Wasm instance. An evaluation needs about 20 MB."""

WASM_MEMORY_SPARE_PAGES: Final = 16
"""Pages of 64 KiB that a module gets beyond those it asks for. OPA forgets to count the names of
functions, about 30 kB for all rules."""

WASM_MEMORY_KEPT_BYTES_MAX: Final = 64 * 1024 * 1024
"""Bytes of linear memory with which an instance goes back to the pool: memory never shrinks, so
one huge input would otherwise be paid for until the restart."""

WASM_STACK_BYTES_MAX: Final = 512 * 1024
"""Bytes of stack of one evaluation; threads of every platform have more."""

WASM_TABLE_ELEMENTS_MAX: Final = 100_000
"""Functions that a module may call by number; all rules have a few thousand."""

WASM_CACHE_FILES_MAX: Final = 8
"""Compiled modules kept on disk, about 5 MB each: the release in use, and some around it."""

ENGINE_START_SECONDS_MAX: Final = 10.0
"""Seconds until a fresh engine can answer: compile the module, or read the cache, load the data."""

OPA_REQUESTS_PER_CORE: Final = 2
"""Requests at once to an OPA server for each core of this machine: one runs, one is on its way."""

VERDICT_DEPTH_MAX: Final = 64
"""Levels of nesting of a verdict: those of a request, and the few around what was found."""

RELEASE_FILE_BYTES_MAX: Final = 8 * 1024 * 1024
"""Bytes of one file of a release; the module of all rules is about 2 MB."""

RELEASE_BYTES_MAX: Final = 16 * 1024 * 1024
"""Bytes of a release in one file."""

BUNDLE_BYTES_MAX: Final = 10 * 1024 * 1024
"""Bytes of a bundle when unpacked; the policies are about 1 MB."""

BUNDLE_FILES_MAX: Final = 1_000
"""Files of a bundle; one for each control, its library and its data."""

OPA_COMMAND_SECONDS_MAX: Final = 600
"""Seconds for one run of the policy compiler; a build takes ten, all tests a minute or two."""

OPA_TEST_SECONDS_MAX: Final = 120
"""Seconds for one test of a policy on a busy machine; most take milliseconds."""

# --- the log --------------------------------------------------------------------------------------
LEAF_BYTES_MAX: Final = 65_535
"""Bytes of one entry: C2SP tlog-tiles writes the length in two bytes."""

BATCH_ENTRIES_MAX: Final = 256
"""Entries sequenced in one transaction: at this size the commit costs nothing per entry."""

APPEND_QUEUE_MAX: Final = 1024
"""Entries waiting for the writer. More than that is an overload, answered at once."""

APPEND_SECONDS_MAX: Final = 2.0
"""Seconds a decision waits for its entry to become durable."""

IDEMPOTENCY_KEY_CHARS_MAX: Final = 255
"""Characters of an idempotency key (visible ASCII), as other services bound it."""

BATCH_BYTES_MAX: Final = 8 * 1024 * 1024
"""Bytes of entries and side-store files in one transaction; a decision with its files has 50 kB to
2 MB, and a longer transaction only makes everybody in it wait."""

DATABASE_SECONDS_MAX: Final = 2.5
"""Seconds a serving gate waits for one answer of PostgreSQL: half of what a whole request may take.
Past them the connection is given up, so that a server that hangs holds nobody up for long."""

DATABASE_COMMAND_SECONDS_MAX: Final = 60.0
"""The same for commands, whose questions to a large log may be long ones."""

LOG_READERS_MAX: Final = 4
"""Reading connections to the log; each has a cache, and more than the cores read no faster."""

LOG_BUSY_SECONDS_MAX: Final = 1.0
"""Seconds the writer waits for somebody else's lock on the log: half of what an append may take."""

LOG_IDLE_SECONDS_MAX: Final = 5.0
"""Seconds that a replica may hold the lock of a shared log and do nothing. A transaction takes
milliseconds; a process that was paused would else hold up all the others for as long."""

START_CHECK_ENTRIES: Final = 256
"""Entries at the end of the log that a start checks in full; `gate log verify` has the rest."""

VERIFY_CHUNK_ENTRIES: Final = 512
"""Entries that verification reads at once: about 2 MB, and no reader holds the log for long."""

VERIFY_SHARED_ENTRIES_MIN: Final = 4_096
"""Entries from which verification starts other processes: fewer are checked before those run."""

VERIFY_WORKERS_MAX: Final = 8
"""Processes of one verification. More would wait for the one that hashes the entries in order."""

VERIFY_FINDINGS_MAX: Final = 1_000
"""Findings that one verification lists; a log that was replaced has one for each entry."""

NOTE_BYTES_MAX: Final = 128 * 1024
"""Bytes of one signed note: the 16 signatures that readers must take, at 5 kB each, and room."""

NOTE_SIGNATURES_MAX: Final = 100
"""Signature lines of one note, so that nobody is kept busy by them; other readers bound it too."""

PROOF_HASHES_MAX: Final = 63
"""Hashes of one proof: as many as a tree of 2⁶³ entries needs."""

RECEIPT_BYTES_MAX: Final = 512 * 1024
"""Bytes of one receipt file: the largest entry in base64 and the largest note."""

TRUST_POLICY_BYTES_MAX: Final = 512 * 1024
"""Bytes of one trust policy: all the keys it may name, at 2 kB each, with their addresses."""

TRUST_POLICY_NAMES_MAX: Final = 64
"""Logs, witnesses and groups, each, of one trust policy; others take at least 32."""

WITNESS_REQUEST_BYTES_MAX: Final = 136 * 1024
"""Bytes of one request to a witness: the largest note, and a proof before it."""

WITNESS_ANSWER_BYTES_MAX: Final = 64 * 1024
"""Bytes of one answer of a witness that are read: a dozen signature lines of the longest kind."""

WITNESS_SECONDS_MAX: Final = 3.0
"""Seconds for everything that is asked of one witness about one checkpoint; most answer in 0.2."""

KEY_EVENT_SECONDS_MAX: Final = 60.0
"""Seconds that a key event may take to become durable: a person waits for it, and no pipeline."""

STAMP_BYTES_MAX: Final = 64 * 1024
"""Bytes of one time stamp that are read; with its certificates one has 3 to 8 kB."""

STAMP_SECONDS_MAX: Final = 10.0
"""Seconds for the whole exchange with a time-stamp authority; most answer in 0.3."""

STAMP_RETRY_SECONDS: Final = 60.0
"""Seconds until an authority that failed is asked again; public ones ask not to be hurried."""

STAMP_CLOCK_SECONDS_MAX: Final = 60.0
"""Seconds by which the clock of a gate may be ahead of the authority's before a decision counts as
made after the stamp that covers it; kept clocks differ by less than one, and stamps round to it."""

TSA_CERTIFICATES_MAX: Final = 16
"""Pinned certificates of time-stamp authorities: a root and an intermediate, of a few of them."""

EXPORT_FILES_MAX: Final = 200_000
"""Files of one bundle: some 50 000 decisions with all that they name; their list has 30 MB."""

EXPORT_FILE_BYTES_MAX: Final = 64 * 1024 * 1024
"""Bytes of one file of a bundle. 256 of the largest entries are 16 MiB, the list of files 30 MB."""

EXPORT_BYTES_MAX: Final = 64 * 1024**3
"""Bytes of one bundle: what those files have at 300 kB each, and a disk of an auditor still has."""

STAGED_DIGESTS_MAX: Final = 1_000
"""Digests allowed in staging that a decision is told of, newest first; older ones count as never
staged, which no rule takes for a pass."""

DENIALS_DAYS: Final = 90
"""Days that a denial counts in the history of a system."""

# --- evidence and documents -----------------------------------------------------------------------
EVIDENCE_BYTES_MAX: Final = 64 * 1024 * 1024
"""Bytes of one evidence file; reports with pictures are a few MB."""

EVIDENCE_SECONDS_MAX: Final = 300.0
"""Seconds for a whole evidence file to arrive. 64 MiB at 2 Mbit/s take 270."""

EVIDENCE_REMEMBERED_MAX: Final = 10_000
"""Evidence files whose last check is remembered, so that a decision does not hash them again."""

ATTACHMENTS_MAX: Final = 20
"""Attached documents of one request."""

ATTACHMENT_BYTES_MAX: Final = 1024 * 1024
"""Bytes of one attached document: half a body, so that a request fits beside it."""

ATTACHMENT_NAME_CHARS_MAX: Final = 64
"""Characters of the id, and of the format, of an attached document."""

FILE_NAME_CHARS_MAX: Final = 255
"""Characters of a file name, as most file systems bound it."""

IMPORT_NOTES_MAX: Final = 200
"""Warnings, and unmapped fields, kept of one attached document; a hostile one has millions."""

IMPORT_NOTE_CHARS_MAX: Final = 200
"""Characters of one such note; it may hold a heading of the document."""

IMPORT_TEXTS_MAX: Final = 100
"""Texts that one list of the request takes from an attached document. Long cards have twenty."""

MARKDOWN_LINES_MAX: Final = 20_000
"""Lines of one Markdown document; long cards have a thousand."""

FRONT_MATTER_CHARS_MAX: Final = 256 * 1024
"""Characters of metadata at the head of a card. A model-index of 500 results has about 130 kB."""

# --- the command line -----------------------------------------------------------------------------
ANSWER_BYTES_MAX: Final = 8 * 1024 * 1024
"""Bytes of one answer that the client reads; a page of decisions is about 2 MB."""

# --- YAML -----------------------------------------------------------------------------------------
YAML_DEPTH_MAX: Final = 32
"""Levels of nesting of a YAML document, as for JSON."""

YAML_NODES_MAX: Final = 100_000
"""Values of one YAML document after aliases are followed, so that an alias bomb stays small."""

# --- signatures -----------------------------------------------------------------------------------
ENVELOPE_SIGNATURES_MAX: Final = 16
"""Signatures of one envelope that are looked at; a statement has one or two, and each costs."""

RELEASE_SIGNATURES_BYTES_MAX: Final = 16 * 1024
"""Bytes of the signatures beside a release: `ENVELOPE_SIGNATURES_MAX` of them have about 5 000."""

PRIVATE_KEY_BYTES_MAX: Final = 64 * 1024
"""Bytes of a private key file; one has 120 to 400, and may have remarks around it."""

PERSON_KEYS_MAX: Final = 8
"""Keys of one account of the people file: one in use, and those it had before."""

STATEMENT_KEYS_MAX: Final = 64
"""Registered keys that may sign statements about artefacts or by the pipeline: each of them is
tried where a statement does not say who signed it."""

STATEMENTS_MAX: Final = 50
"""Signed statements in one attached file; a release has about ten."""

PROBE_HOURS_MAX: Final = 24
"""Hours that a probe of the monitoring says something about the present."""

OPEN_CONDITIONS_MAX: Final = 200
"""Conditions of earlier approvals that a decision is told of, those due first; a system has a few,
and whatever is told is carried from decision to decision."""

# --- personal data --------------------------------------------------------------------------------
REDACTION_REASON_CHARS_MAX: Final = 500
"""Characters of the reason of an erasure: a legal basis and a reference to the case."""

ACTOR_CHARS_MAX: Final = 100
"""Characters of who ordered an erasure: an office or an account."""

SUBJECTS_REMEMBERED: Final = 10_000
"""Data subjects whose keys are remembered, about 5 MB; requests of one system name some thirty."""

# --- the organisation's files ---------------------------------------------------------------------
ORGANISATION_FILE_BYTES_MAX: Final = 8 * 1024 * 1024
"""Bytes of one file of the organisation. Ten thousand people are about 1.5 MB."""

# --- text quality ---------------------------------------------------------------------------------
TEXT_MEASURED_CHARS_MIN: Final = 40
"""Characters from which a text is measured for the rules."""

PATTERN_CHARS_MAX: Final = 400
"""Characters of a text that placeholder patterns look at; a placeholder is short."""

LICENCE_CHARS_MAX: Final = 500
"""Characters of a licence that is read as an expression; a longer one is a text of its own."""

QUALITY_REMEMBERED_TEXTS_MAX: Final = 4096
"""Texts whose quality is remembered: those of some ten systems, about 4 MB."""

QUALITY_REMEMBERED_CHARS_MAX: Final = 1_000
"""Characters of a text whose quality is remembered; a longer one is rare and costs memory."""

LICENCES_REMEMBERED_MAX: Final = 1024
"""Licence expressions that are remembered, less than 1 MB; many systems have the same few."""

PATHS_REMEMBERED_MAX: Final = 4096
"""Fields of the request whose paths are remembered, about 1 MB; the schema has some 1 000."""

INSTANTS_REMEMBERED_MAX: Final = 4096
"""Dates whose instants are remembered, about 1 MB; a full request states some 300."""

QUALITY_COMPARED_MAX: Final = 200
"""Earlier texts that one text is compared with: only texts that share a rare run of words are, so
an honest request has a few."""

# --- looking back ---------------------------------------------------------------------------------
OBJECTS_BETWEEN_LOOKS: Final = 50_000
"""Objects that are made before Python looks for cycles among them: those of one large decision."""

REPLAY_ENGINE_SECONDS_MAX: Final = 30.0
"""Seconds of one evaluation of a past decision: nobody waits for it, and the machine is busy."""

REPLAY_RELEASES_MAX: Final = 4
"""Releases that one process keeps ready; each holds the memory of an engine, some 20 MB."""

REPLAY_CHUNK_ENTRIES: Final = 64
"""Entries that a worker takes at once: half a second of work, so that little is lost with it."""

REPLAY_LISTED_MAX: Final = 10_000
"""Differences that a report lists; it counts all of them."""

REPLAY_WORKERS_MAX: Final = 256
"""Processes of one run on this machine."""

RANGES_AHEAD_MAX: Final = 1024
"""Ranges under way at once: two for each of 512 threads. Results have 200 bytes, and 1 MB where
every rule of every decision differs."""

DASK_CONNECT_SECONDS_MAX: Final = 30.0
"""Seconds until a Dask scheduler answers, and until it has a worker: one needs about five."""

DASK_SILENT_SECONDS: Final = 60.0
"""Seconds without a result after which a Dask cluster is asked whether it still has workers; one
that is replaced is back in less."""

JOBS_UNFINISHED_MAX: Final = 8
"""Jobs of the service that wait or are being done; it does one at a time, so more only wait."""

JOBS_KEPT_MAX: Final = 100
"""Jobs of the service that are kept with their results, at most some MB each; the oldest go."""

JOBS_ARRIVING_MAX: Final = 2
"""Candidates that arrive at once: the largest holds 150 MB as a body, as texts and as files."""

TILES_REMEMBERED: Final = 4
"""Bundles of entries that are held while one reads along them: 256 entries each, 1 MB."""

RECHECK_DAYS_MAX: Final = 366
"""Days ahead in which the end of a live system's permission is searched: a year of evidence."""

IMPACT_LISTED_MAX: Final = 10_000
"""Decisions that a report on a candidate lists; it counts all of them."""

IMPACT_GROUPS_MAX: Final = 10_000
"""Names that a group of such a report counts by; a large organisation has some hundred teams."""

IMPACT_SYSTEMS_MAX: Final = 100_000
"""Systems of which such a report knows what runs: some 60 MB of memory."""

IMPACT_ROWS_MAX: Final = 100
"""Rows of one table that people are shown of such a report, as many as are still read; as JSON it
has all."""

IMPACT_BARS_MAX: Final = 20
"""Bars of one chart, so that each has its label; the table beside it has more."""

IMPACT_APPROVALS_BYTES_MAX: Final = 1024 * 1024
"""Bytes of a file of approvals; one for each rule with a page of reasons has half of it."""

IMPACT_BODY_BYTES_MAX: Final = 24 * 1024 * 1024
"""Bytes of a body with a candidate: the largest release is 21.4 MiB in base64, and the most
approvals are beside it. A usual one has 2 MiB."""

IMPACT_BODY_SECONDS_MAX: Final = 120.0
"""Seconds for such a body to arrive. 24 MiB at 2 Mbit/s take 101."""
