"""Every setting, from `GATE_…` variables and a TOML file: the only reader of the environment.

The command line wins over variables, variables win over the file, and the file over the defaults.
"""

import os
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from gate.errors import Misconfigured
from gate.limits import DECISIONS_AT_ONCE, DECISIONS_AT_ONCE_MAX, ENVELOPE_SIGNATURES_MAX

_PREFIX = "GATE_"
_FILE_VARIABLE = "GATE_CONFIG"


class Environment(StrEnum):
    """What this installation is for. Production refuses tokens and keys made for development."""

    DEVELOPMENT = "development"
    PRODUCTION = "production"


class Settings(BaseSettings):
    """What an operator may choose; each description is shown by `gate serve --help`."""

    model_config = SettingsConfigDict(
        env_prefix=_PREFIX, extra="forbid", frozen=True, hide_input_in_errors=True
    )

    env: Annotated[
        Environment,
        Field(description="development, or production, which refuses development tokens and keys"),
    ] = Environment.DEVELOPMENT
    host: Annotated[str, Field(description="address to listen on")] = "127.0.0.1"
    port: Annotated[
        int, Field(ge=0, le=65_535, description="port to listen on; 0 lets the system choose")
    ] = 8080
    var: Annotated[
        Path, Field(description="folder for the log, keys, tokens and evidence files")
    ] = Path("var")
    database_url: Annotated[
        SecretStr | None,
        Field(
            description="PostgreSQL database for log and tokens, postgresql://user@host/name, when"
            " several gates share them (default: SQLite in var)"
        ),
    ] = None
    keys: Annotated[
        Path | None,
        Field(description="folder with the gate's and the log's key (default: inside var)"),
    ] = None
    evidence: Annotated[
        Path | None,
        Field(description="folder for evidence files, shared by several gates (default: in var)"),
    ] = None
    pin: Annotated[
        Path | None,
        Field(
            description="file that keeps the last published checkpoint; on another disk than var it"
            " also notices a restored backup of var (default: inside var)"
        ),
    ] = None
    origin: Annotated[
        str,
        Field(
            min_length=1,
            max_length=255,
            pattern=r"^[A-Za-z0-9][A-Za-z0-9./_-]*$",
            description="name of this log in checkpoints; chosen once and never changed",
        ),
    ] = "gate.localhost/decisions"
    witness_policy: Annotated[
        Path | None,
        Field(
            description="tlog-policy file: the witnesses that are asked to cosign every checkpoint,"
            " and how many of them are needed before auditors are shown it (default: nobody)"
        ),
    ] = None
    witness_seconds: Annotated[
        float,
        Field(
            ge=0.05,
            le=86_400,
            description="seconds between two questions to a witness; public witnesses want 60",
        ),
    ] = 1.0
    witness_ca_file: Annotated[
        Path | None, Field(description="certificates (PEM) to trust for witnesses")
    ] = None
    tsa_url: Annotated[
        str | None,
        Field(
            pattern=r"^https?://[^/?#\s@]+(/[^?#\s]*)?$",
            description="time-stamp authority (RFC 3161) that is asked to stamp checkpoints"
            " (default: nobody)",
        ),
    ] = None
    tsa_chain: Annotated[
        Path | None,
        Field(description="certificates (PEM) that its stamps have to lead to: root first"),
    ] = None
    tsa_minutes: Annotated[
        float, Field(ge=0.001, le=44_640, description="minutes between two time stamps")
    ] = 60.0
    organisation: Annotated[
        Path | None, Field(description="folder of people, registries and profile")
    ] = None
    release: Annotated[
        Path | None, Field(description="policy release to use instead of the shipped one")
    ] = None
    release_signatures: Annotated[
        int,
        Field(
            ge=0,
            le=ENVELOPE_SIGNATURES_MAX,
            description="different people of the people file who must have signed a release (gate "
            "policy sign) before it decides or is weighed; 0 asks for none",
        ),
    ] = 0
    engine: Annotated[
        Literal["wasm", "opa"],
        Field(description="wasm evaluates in this process, opa asks an OPA server"),
    ] = "wasm"
    opa_url: Annotated[
        str | None,
        Field(pattern=r"^https?://[^/?#\s]+/?$", description="address of the OPA server"),
    ] = None
    opa_token: Annotated[SecretStr | None, Field(description="bearer token for the OPA server")] = (
        None
    )
    token: Annotated[
        SecretStr | None, Field(description="token that the commands which ask a gate send")
    ] = None
    opa_ca_file: Annotated[
        Path | None, Field(description="certificates (PEM) to trust for the OPA server")
    ] = None
    threads: Annotated[
        int,
        Field(
            ge=1,
            le=DECISIONS_AT_ONCE_MAX,
            description="decisions under way at the same time, those that wait for a disk or a "
            "server included",
        ),
    ] = DECISIONS_AT_ONCE
    log_level: Annotated[
        Literal["debug", "info", "warning", "error"],
        Field(description="least severe line to write"),
    ] = "info"

    @property
    def shared_database(self) -> str | None:
        """The address of the PostgreSQL database; None where SQLite in `var` keeps everything."""
        return self.database_url.get_secret_value() if self.database_url else None

    @property
    def computing(self) -> int:
        """How many of them compute at the same time.

        One for each core, since they share one interpreter; an OPA server computes elsewhere.
        """
        return self.threads if self.engine == "opa" else max(2, os.cpu_count() or 1)

    @property
    def production(self) -> bool:
        """Whether development tokens and keys are refused."""
        return self.env is Environment.PRODUCTION

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The command line, then the environment, then the file; nothing else is read."""
        del dotenv_settings, file_secret_settings
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls)


def load_settings(config: Path | None = None, **stated: Any) -> Settings:
    """The settings in force.

    Args:
        config: a TOML file with one key per setting; the variable `GATE_CONFIG` when None.
        stated: settings given on the command line; None counts as not given.

    Raises:
        Misconfigured: a file that cannot be read, an unknown key, or a value that is not allowed.
    """
    named = os.environ.get(_FILE_VARIABLE)
    file = config or (Path(named) if named else None)
    if file is not None and not file.is_file():
        raise Misconfigured(f"the settings file {file} does not exist")

    class _Settings(Settings):
        model_config = SettingsConfigDict(toml_file=file)

    given = {name: value for name, value in stated.items() if value is not None}
    try:
        return _Settings(**given)
    except ValidationError as error:
        raise Misconfigured(_sentence(error)) from None
    except ValueError as error:
        raise Misconfigured(f"the settings file {file} is not valid TOML: {error}") from None


def documented_settings() -> tuple[tuple[str, str, str, str], ...]:
    """For each setting its name, its variable, its default in words, and what it is for."""
    return tuple(
        (
            name,
            _PREFIX + name.upper(),
            "" if field.default is None else str(field.default),
            field.description or "",
        )
        for name, field in Settings.model_fields.items()
    )


def unknown_variables() -> tuple[str, ...]:
    """`GATE_…` variables that are no setting: probably misspelt, and worth a warning."""
    known = {_PREFIX + name.upper() for name in Settings.model_fields} | {_FILE_VARIABLE}
    ours = {name for name in os.environ if name.startswith(_PREFIX)}
    return tuple(sorted(ours - known))


def colour_is_unwanted() -> bool:
    """Whether `NO_COLOR` says so: any value but an empty one (no-color.org)."""
    return bool(os.environ.get("NO_COLOR"))


def _sentence(error: ValidationError) -> str:
    wrong = (
        f"{'.'.join(str(part) for part in item['loc'])}: {item['msg']}"
        for item in error.errors(include_input=False, include_url=False, include_context=False)
    )
    return "settings that are not allowed: " + "; ".join(wrong)
