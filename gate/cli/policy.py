"""`gate policy`: write, test, build and try policies."""

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from gate.cli.options import OutputForm, ReleaseFile
from gate.cli.output import Output, as_json
from gate.cli.policy_diff import diff
from gate.cli.policy_impact import impact
from gate.cli.policy_sign import sign, verify

app = typer.Typer(help="Write, test, build and try policies.", no_args_is_help=True)
app.command("diff")(diff)
app.command("impact")(impact)
app.command("sign")(sign)
app.command("verify")(verify)

Policies = Annotated[
    Path,
    typer.Option("--policies", metavar="DIR", help="The folder with the sources of the policies."),
]
OtherPolicies = Annotated[
    Path | None,
    typer.Option("--policies", metavar="DIR", help="Build these policies and use them instead."),
]
_DEFAULT = Path("policies")


@app.callback()
def about() -> None:
    """Write, test, build and try policies."""


@app.command("build")
def build(
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", help="A folder, or one file ending in .tar."),
    ] = None,
    shipped: Annotated[
        bool, typer.Option("--shipped", help="Write the release that is part of this package.")
    ] = False,
    check: Annotated[
        bool,
        typer.Option("--check", help="Compare with the release in this package, byte for byte."),
    ] = False,
    overrides: Annotated[
        Path | None,
        typer.Option("--overrides", metavar="FILE", help="Your own values for tables, in YAML."),
    ] = None,
    policies: Policies = _DEFAULT,
    output: OutputForm = Output.TEXT,
) -> None:
    """Check the policies and build a release; refusals name file, line and fix.

    Example: gate policy build --overrides acme.yaml --out release.tar
    """
    from gate.errors import Invalid
    from gate.policy.build import SHIPPED, build_release, check_shipped

    if sum((out is not None, shipped, check)) != 1:
        raise Invalid("name exactly one of --out FILE, --shipped and --check")
    if overrides is not None and out is None:
        raise Invalid("--overrides makes a release of your own: name --out FILE with it")
    if check:
        release, where = check_shipped(policies), SHIPPED
    else:
        where = out or SHIPPED
        release = build_release(policies, where, overrides=overrides)
    facts = {
        "release": release.id,
        "digest": release.digest,
        "controls": len(release.catalogue.controls),
        "rules": len(release.catalogue.rules),
        "path": str(where),
    }
    if output is Output.JSON:
        sys.stdout.write(as_json(facts))
        return
    done = "The committed release is the one these policies make" if check else f"Wrote {where}"
    sys.stdout.write(
        f"{done}.\n{facts['release']}\n"
        f"{facts['rules']} rules in {facts['controls']} controls, {facts['digest']}\n"
    )


@app.command("test")
def run_tests(
    only: Annotated[
        str | None,
        typer.Option("--run", metavar="REGEX", help="Only tests that fit; nothing further."),
    ] = None,
    quick: Annotated[
        bool, typer.Option("--quick", help="Tests and coverage, without trying mutants.")
    ] = False,
    inputs: Annotated[
        Path | None,
        typer.Option(
            "--inputs",
            metavar="DIR",
            help="Policy inputs in JSON; no rule may pass in them without what it needs.",
        ),
    ] = None,
    admissions: Annotated[
        Path | None,
        typer.Option(
            "--admissions",
            metavar="DIR",
            help="Denied and reviewed policy inputs; what helps by its absence has to be reviewed.",
        ),
    ] = None,
    share: Annotated[
        int,
        typer.Option(
            "--share",
            metavar="N",
            min=1,
            help="Of what could be absent, one in N; reviewed places always.",
        ),
    ] = 1,
    policies: Policies = _DEFAULT,
) -> None:
    """Run the tests of the policies, and see that they would notice a wrong proof.

    Every line of a policy has to be covered, and no rule whose proof is dropped or negated may
    pass unnoticed; policies/testing/survivors.yaml lists the exceptions with their reasons. With
    --inputs, whatever a rule needs is taken away in documents that it passes in: it may not pass
    by silence, and has to pass somewhere. With --admissions, every value that a request may leave
    out is taken from inputs that are not allowed: where the answer becomes better,
    policies/testing/admissions.yaml has to say why that is no way out.

    Example: gate policy test --run a_9_2
    """
    from gate.cli import policy_steps as steps
    from gate.errors import Invalid

    if only is not None and (inputs is not None or admissions is not None):
        raise Invalid("--run runs tests and nothing further; leave out --inputs and --admissions")
    held = steps.tests_pass(policies, only)
    if held and only is None and not quick:
        held = steps.proofs_are_tested(policies)
    if held and inputs is not None:
        held = steps.silence_fails(policies, inputs)
    if held and admissions is not None:
        held = steps.admissions_are_reviewed(policies, admissions, share)
    if not held:
        raise typer.Exit(1)


@app.command("eval")
def evaluate(
    file: Annotated[
        str, typer.Argument(metavar="FILE", help="A policy input in JSON: a file, or - for stdin.")
    ],
    release: ReleaseFile = None,
    policies: OtherPolicies = None,
    output: OutputForm = Output.TEXT,
) -> None:
    """Evaluate a policy input (the document that rules read) and print the verdict.

    The exit code is that of the outcome: 0 allow, 1 deny, 4 needs review.

    Example: gate policy eval input.json --policies policies --output json
    """
    from gate.cli.exits import exit_code
    from gate.cli.policy_input import release_for, verdict_on
    from gate.cli.policy_text import verdict_text

    with release_for(release, policies) as used:
        verdict = verdict_on(file, used)
        text = verdict_text(verdict, used.catalogue)
    sys.stdout.write(as_json(verdict) if output is Output.JSON else text)
    raise typer.Exit(exit_code(verdict))


@app.command("catalogue")
def catalogue(
    release: ReleaseFile = None,
    policies: OtherPolicies = None,
    output: OutputForm = Output.TEXT,
) -> None:
    """List controls and rules, and count them.

    Example: gate policy catalogue --output json
    """
    from gate.cli.policy_input import release_for
    from gate.cli.policy_text import catalogue_text

    with release_for(release, policies) as used:
        listed: Any = used.catalogue.model_dump(mode="json")
        text = catalogue_text(used.catalogue)
    sys.stdout.write(as_json(listed) if output is Output.JSON else text)


@app.command("explain")
def explain_rule(
    rule: Annotated[
        str, typer.Argument(metavar="RULE", help="The id of a rule, for example A.9.2-4.")
    ],
    release: ReleaseFile = None,
    policies: OtherPolicies = None,
    output: OutputForm = Output.TEXT,
) -> None:
    """Say what a rule asks, where, how grave a failure is, how to fix it, and how it is proved.

    Example: gate policy explain A.9.2-4
    """
    from gate.cli.policy_input import release_for
    from gate.cli.rule_text import rule_text
    from gate.policy.explained import explain

    with release_for(release, policies) as used:
        explained = explain(used, rule)
    text = as_json(explained.as_json()) if output is Output.JSON else rule_text(explained)
    sys.stdout.write(text)


@app.command("new")
def new(
    control: Annotated[
        str, typer.Argument(metavar="CONTROL", help="The id of the control, for example A.6.2.7.")
    ],
    policies: Policies = _DEFAULT,
    cases: Annotated[
        Path | None,
        typer.Option(
            "--cases",
            metavar="DIR",
            help="The sample cases [default: fixtures/requests beside the policies, if there].",
        ),
    ] = None,
) -> None:
    """Write a new control that passes every check at once; change it from there.

    A rule, its test, a table with a threshold that the rule reads, and a sample case that the
    rule denies.

    Example: gate policy new A.6.2.9
    """
    from gate.policy.authoring.scaffold import new_control
    from gate.policy.authoring.sources import read_sources

    read_sources(policies)
    beside = policies.resolve().parent / "fixtures" / "requests"
    chosen = cases or (beside if beside.is_dir() else None)
    made = new_control(policies, control, cases=chosen)
    written = [made.rule, made.test, made.tables, made.schema]
    written += [made.case] if made.case else []
    sys.stdout.write("Wrote\n" + "".join(f"  {path}\n" for path in written))
    sys.stdout.write(
        "There is no folder of sample cases here, so none was written.\n" if not made.case else ""
    )
    sys.stdout.write(
        f"Next: gate policy test --run {made.rule.stem}, then gate policy build --out release.tar\n"
    )
