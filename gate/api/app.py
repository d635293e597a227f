"""The application, put together: the only place where parts meet their settings."""

import sys
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, asynccontextmanager, contextmanager
from functools import partial
from typing import Any

from fastapi import FastAPI

from gate import __version__
from gate.api import (
    controls,
    decision_list,
    decisions,
    dry_runs,
    evidence,
    health,
    impact,
    log,
    metrics_route,
    policies,
    replays,
    tiles,
)
from gate.api.documentation import describe
from gate.api.guard import Guard
from gate.api.handlers import handle_errors
from gate.api.metrics import Metrics
from gate.api.pool import DecisionPool
from gate.api.readiness import Readiness
from gate.api.services import Services
from gate.api.shapes import GateKey, LogKey, Version
from gate.auth.bearer import Bearers
from gate.auth.first import first_token
from gate.auth.tokens import TokenStore
from gate.db.database import open_tables
from gate.decide import Gate, utc_now
from gate.errors import Misconfigured
from gate.intake.documents import prepare_importers
from gate.intake.evidence import EvidenceStore
from gate.jobs.jobs import Jobs
from gate.log.installation import installation_keys
from gate.log.key_history import read_history
from gate.log.keys import Keys
from gate.log.log import Log
from gate.log.paths import keys_in, pin_in
from gate.log.stamps import StampFolder, stamps_beside
from gate.log.subjects import load_or_create_personal_key
from gate.people.source import OrganisationSource
from gate.policy.active import ActivePolicy
from gate.policy.engine import Engine
from gate.policy.release import Release
from gate.policy.wasm import WasmEngine
from gate.settings import Settings
from gate.signed_release import Signing, release_in_force
from gate.stamping.asking import AuthorityAddress
from gate.stamping.stamping import Stamper, Stamping, read_authority
from gate.turns import Turns
from gate.witness.cosigning import Cosigning

_ROUTERS = (
    decisions.router,
    decision_list.router,
    dry_runs.router,
    evidence.router,
    log.router,
    tiles.router,
    replays.router,
    impact.router,
    controls.router,
    policies.router,
    health.router,
    metrics_route.router,
)
_TELEMETRY_OFF: Any = {
    "tracing": False,
    "metrics": False,
    "logs": False,
    "operation_spans": False,
    "auto_configure": False,
}
"""The framework would record failed validations, and so parts of requests."""

_FIRST = """
==================================================================================
  DEVELOPMENT TOKEN, shown this once. It may do everything here:

      {token}

  Make others with `gate token create`. With GATE_ENV=production it is refused.
==================================================================================

"""


class GateApp(FastAPI):
    """The framework's application, with a document that states the bodies too."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document."""
        if self.openapi_schema is None:
            self.openapi_schema = describe(self)
        return self.openapi_schema


def create_app(settings: Settings) -> FastAPI:
    """The application that opens its parts when it starts and closes them when it ends."""
    return application(lambda: running(settings))


def application(parts: Callable[[], AbstractContextManager[Services]]) -> FastAPI:
    """The application around the services that `parts` gives for as long as it runs."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with parts() as services:
            app.state.services = services
            yield

    app = GateApp(
        lifespan=lifespan,
        telemetry=_TELEMETRY_OFF,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
    )
    handle_errors(app)
    app.add_middleware(Guard)
    for router in _ROUTERS:
        app.include_router(router)
    return app


@contextmanager
def running(settings: Settings) -> Iterator[Services]:
    """Every part of one gate, opened in the order of trust and closed in reverse.

    Raises:
        GateError: a part cannot be used; the gate does not start.
    """
    with ExitStack() as opened:
        settings.var.mkdir(mode=0o700, parents=True, exist_ok=True)
        keys = installation_keys(
            settings.keys or keys_in(settings.var), production=settings.production
        )
        log = _log(settings, keys)
        opened.callback(log.close)
        cosigning = _cosigning(settings, log)
        if cosigning is not None:
            opened.callback(cosigning.close)
        stamping = _stamping(settings, log)
        if stamping is not None:
            opened.callback(stamping.close)
        database = open_tables(settings.var, settings.shared_database)
        opened.callback(database.close)
        tokens = TokenStore(database)
        _announce(first_token(tokens, production=settings.production, now=utc_now()))
        people = OrganisationSource(settings.organisation) if settings.organisation else None
        policy = _policy(settings, people)
        opened.callback(policy.engine.close)
        store = EvidenceStore(settings.evidence or settings.var / "evidence")
        store.remove_leftovers()
        # The first bill of materials would wait for the schemas; nobody else does meanwhile.
        threading.Thread(target=prepare_importers, name="importers", daemon=True).start()
        pool = DecisionPool(settings.threads)
        opened.callback(pool.close)
        jobs = Jobs(
            settings.var / "jobs",
            var=settings.var,
            url=settings.shared_database,
            keys=settings.keys or keys_in(settings.var),
            clock=utc_now,
        )
        opened.callback(jobs.close)
        yield Services(
            gate=Gate(
                policy,
                log=log,
                evidence=store,
                organisation=people,
                turns=Turns(settings.computing),
            ),
            log=log,
            cosigning=cosigning,
            policy=policy,
            evidence=store,
            organisation=people,
            signing=partial(_signing, settings, people),
            bearers=Bearers(tokens, clock=utc_now),
            pool=pool,
            jobs=jobs,
            metrics=Metrics(lambda: log.seen().size, lambda: jobs.unfinished),
            readiness=Readiness(
                log=log,
                cosigning=cosigning,
                stamping=stamping,
                policy=policy,
                organisation=people,
                clock=utc_now,
            ),
            version=_version(keys, settings.origin),
        )


def _log(settings: Settings, keys: Keys) -> Log:
    personal = load_or_create_personal_key(settings.keys or keys_in(settings.var))
    open_log = Log.open
    if settings.shared_database is not None:
        open_log = partial(Log.open_shared, url=settings.shared_database)
    return open_log(
        settings.var,
        origin=settings.origin,
        log_key=keys.log,
        gate_key=keys.gate,
        old_log_key=keys.old_log,
        pin=settings.pin,
        personal=personal,
    )


def _cosigning(settings: Settings, log: Log) -> Cosigning | None:
    if settings.witness_policy is None:
        return None
    # Only where witnesses are asked: their HTTP client costs half a second.
    from gate.witness.setting_up import read_trust_policy, start_cosigning  # noqa: PLC0415

    verifier = read_history(log.reader).log_now
    return start_cosigning(
        log.reader,
        read_trust_policy(settings.witness_policy, verifier),
        verifier=verifier,
        pin=settings.pin or pin_in(settings.var),
        interval_s=settings.witness_seconds,
        ca_file=settings.witness_ca_file,
        clock=utc_now,
    )


def _stamping(settings: Settings, log: Log) -> Stamping | None:
    if settings.tsa_url is None:
        return None
    stamper = Stamper(
        log.reader,
        AuthorityAddress(settings.tsa_url),
        read_authority(settings.tsa_chain),
        StampFolder(stamps_beside(settings.pin or pin_in(settings.var))),
    )
    return Stamping(stamper, interval_s=settings.tsa_minutes * 60)


def _policy(settings: Settings, people: OrganisationSource | None) -> ActivePolicy:
    signing = _signing(settings, people)
    release, signed_by = release_in_force(settings.release, signing)
    return ActivePolicy(release, _engine(release, settings), signing.now, signed_by)


def _signing(settings: Settings, people: OrganisationSource | None) -> Signing:
    known = people.current() if people else None
    return Signing(required=settings.release_signatures, known=known, now=utc_now())


def _engine(release: Release, settings: Settings) -> Engine:
    if settings.engine == "wasm":
        return WasmEngine(release, cache=settings.var / "cache")
    if settings.opa_url is None:
        raise Misconfigured("the engine opa needs the address of its server: --opa-url")
    from gate.policy.opa import OpaEngine  # noqa: PLC0415 - its HTTP client costs half a second

    token = settings.opa_token.get_secret_value() if settings.opa_token else None
    return OpaEngine(release, settings.opa_url, token=token, ca_file=settings.opa_ca_file)


def _version(keys: Keys, origin: str) -> Version:
    log_line, gate_line = keys.lines(origin)
    log_pem, gate_pem = keys.public_pems()
    return Version(
        version=__version__,
        origin=origin,
        log=LogKey(vkey=log_line.removeprefix("log "), pem=log_pem),
        gate=GateKey(keyid=gate_line.removeprefix("gate "), pem=gate_pem),
    )


def _announce(token: str | None) -> None:
    if token is not None:
        sys.stdout.write(_FIRST.format(token=token))
        sys.stdout.flush()
