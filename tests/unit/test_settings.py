"""Settings: three sources in one order, nothing misspelt goes unnoticed, nothing is echoed."""

import os
from pathlib import Path

import pytest

from gate.errors import Misconfigured
from gate.limits import DECISIONS_AT_ONCE, DECISIONS_AT_ONCE_MAX
from gate.settings import (
    Environment,
    Settings,
    documented_settings,
    load_settings,
    unknown_variables,
)


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch):
    for name in list(os.environ):
        if name.startswith("GATE_"):
            monkeypatch.delenv(name)


def file_with(tmp_path, text):
    path = tmp_path / "gate.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_without_anything_the_gate_runs_for_development_on_this_machine():
    """The defaults harm nobody: no address that others reach."""
    settings = load_settings()

    assert (settings.host, settings.port, settings.var) == ("127.0.0.1", 8080, Path("var"))
    assert settings.engine == "wasm"
    assert not settings.production


def test_the_command_line_wins_over_variables_and_these_over_the_file(tmp_path, monkeypatch):
    """And what the command line does not say is None, not a value."""
    path = file_with(tmp_path, 'port = 1\nhost = "10.0.0.1"\norigin = "file.example"\n')
    monkeypatch.setenv("GATE_PORT", "2")
    monkeypatch.setenv("GATE_HOST", "10.0.0.2")

    settings = load_settings(path, port=3, host=None)

    assert (settings.port, settings.host, settings.origin) == (3, "10.0.0.2", "file.example")


def test_the_file_may_be_named_by_a_variable(tmp_path, monkeypatch):
    """GATE_CONFIG, where no option names one."""
    monkeypatch.setenv("GATE_CONFIG", str(file_with(tmp_path, 'env = "production"')))

    assert load_settings().env is Environment.PRODUCTION
    assert load_settings().production


def test_as_many_decisions_compute_at_once_as_there_are_cores(monkeypatch):
    """All that are under way where an OPA server computes for them."""
    monkeypatch.setattr(os, "cpu_count", lambda: 4)
    assert load_settings().computing == 4
    assert load_settings(threads=8, database_url="postgresql://db/gate").computing == 4
    assert load_settings(engine="opa").computing == DECISIONS_AT_ONCE
    assert load_settings(engine="opa", threads=DECISIONS_AT_ONCE_MAX).computing == 256

    monkeypatch.setattr(os, "cpu_count", lambda: 1)
    assert load_settings().computing == 2, "one slow decision does not hold up the others"


@pytest.mark.parametrize("threads", [0, DECISIONS_AT_ONCE_MAX + 1])
def test_decisions_under_way_are_bounded(threads):
    """At least one, and at most as many as their memory allows."""
    with pytest.raises(Misconfigured):
        load_settings(threads=threads)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("prot = 8080", "prot"),
        ('env = "prod"', "env"),
        ("port = 65536", "port"),
        ("port = -1", "port"),
        ("port =", "TOML"),
        ('engine = "both"', "engine"),
        ('origin = ""', "origin"),
        ('origin = "two words"', "origin"),
        ("threads = 0", "threads"),
        ("threads = 257", "threads"),
        ('opa_url = "ftp://example.org"', "opa_url"),
    ],
)
def test_what_cannot_be_is_refused_by_name(tmp_path, text, said):
    """One sentence that names the setting."""
    with pytest.raises(Misconfigured, match=said):
        load_settings(file_with(tmp_path, text))


def test_values_are_not_echoed(monkeypatch):
    """A secret that landed in the wrong variable stays out of the logs."""
    monkeypatch.setenv("GATE_PORT", "s3cret")

    with pytest.raises(Misconfigured) as caught:
        load_settings()

    assert "s3cret" not in caught.value.detail
    assert caught.value.__cause__ is None


def test_secrets_do_not_show():
    """Neither in text nor in a dump."""
    settings = load_settings(opa_token="s3cret", token="s3cret")

    assert "s3cret" not in f"{settings!r} {settings.model_dump_json()}"


def test_a_missing_file_is_refused(tmp_path):
    """Rather than running on defaults that nobody meant."""
    with pytest.raises(Misconfigured, match="does not exist"):
        load_settings(tmp_path / "missing.toml")


def test_misspelt_variables_are_found(monkeypatch):
    """They change nothing, and somebody should know."""
    monkeypatch.setenv("GATE_ORGANIZATION", "folder")
    monkeypatch.setenv("GATE_CONFIG", "")
    monkeypatch.setenv("GATE_PORT", "1")

    assert unknown_variables() == ("GATE_ORGANIZATION",)


def test_every_setting_is_documented():
    """`gate serve --help` shows this list."""
    listed = documented_settings()

    assert [name for name, *_ in listed] == list(Settings.model_fields)
    assert all(variable == f"GATE_{name.upper()}" for name, variable, *_ in listed)
    assert all(len(description) > 10 for *_, description in listed)
