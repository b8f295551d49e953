"""The units of systemd: systemd itself reads them, and containers run the same."""

import os
import re
import shlex
import shutil

import pytest
import yaml

from launcher.run import PROGRAMS
from launcher.web import GRACE
from tests.code import ROOT
from tests.deploy.tools import DEPLOY, ask, sections, tool

UNITS = DEPLOY / "systemd"
NAMES = {
    "web": "confsite-web@8001.service",
    "worker": "confsite-worker@1.service",
    "beat": "confsite-beat.service",
}
COMMON = UNITS / "confsite-.service.d/common.conf"
COMPOSE = yaml.safe_load((DEPLOY / "compose.yaml").read_text())


@pytest.fixture
def installed(tmp_path):
    """As on a machine whose /opt/confsite is this checkout."""
    copy = tmp_path / "units"
    shutil.copytree(UNITS, copy)
    for unit in copy.glob("*.service"):
        unit.write_text(unit.read_text().replace("/opt/confsite", str(ROOT)))
    return copy


def verified(installed, name: str) -> str:
    """What systemd has to say about a unit, its drop-ins included."""
    unit = installed / re.sub("@.*", "@.service", NAMES[name])
    instance = installed / NAMES[name]
    if not instance.exists():
        instance.symlink_to(unit)
    path = {"SYSTEMD_UNIT_PATH": f"{installed}:"}
    return ask(tool("systemd-analyze"), "verify", "--man=no", instance, **path)


@pytest.mark.parametrize("name", NAMES)
def test_systemd_has_nothing_to_say_against_a_unit(installed, name):
    assert verified(installed, name) == ""


def test_what_systemd_does_not_know_is_seen(installed):
    common = installed / "confsite-.service.d/common.conf"
    common.write_text(common.read_text().replace("Restart=always", "Restart=allways"))

    assert "allways" in verified(installed, "web")


@pytest.mark.parametrize("name", NAMES)
def test_a_unit_may_do_little(installed, name):
    """By systemd's own measure, from 10 (everything) to 0."""
    unit = re.sub("@.*", "@.service", NAMES[name])
    both = (installed / unit).read_text() + COMMON.read_text()
    (installed / "whole.service").write_text(both)
    judge = [tool("systemd-analyze"), "security", "--offline=true", "--threshold=20"]

    ask(*judge, installed / "whole.service")


@pytest.mark.parametrize("name", NAMES)
def test_a_unit_starts_what_bin_run_knows(name):
    unit = sections(UNITS / re.sub("@.*", "@.service", NAMES[name]))
    [command] = unit["ExecStart"]
    program, wanted, *_arguments = shlex.split(command)

    assert program == "/opt/confsite/bin/run"
    assert os.access(ROOT / "bin/run", os.X_OK)
    assert wanted == name
    assert wanted in PROGRAMS


def test_whatever_dies_is_started_again_and_never_given_up():
    assert sections(COMMON)["Restart"] == ["always"]
    for unit in UNITS.glob("*.service"):
        assert sections(unit)["StartLimitIntervalSec"] == ["0"]


def test_what_is_in_hand_may_be_finished(settings):
    web = sections(UNITS / "confsite-web@.service")
    worker = sections(UNITS / "confsite-worker@.service")

    assert int(web["TimeoutStopSec"][0]) > GRACE
    assert int(worker["TimeoutStopSec"][0]) > settings.EMAIL_TIMEOUT


# -- Containers ------------------------------------------------------------------------


def services(program: str) -> list[dict]:
    return [
        service
        for service in COMPOSE["services"].values()
        if service.get("command", [])[:2] == ["bin/run", program]
    ]


def options(arguments: list[str]) -> list[str]:
    """Without what each one is called by."""
    return [part for part in arguments if "%" not in part]


@pytest.mark.parametrize(
    ("program", "number"), [("web", 2), ("worker", 2), ("beat", 1)]
)
def test_containers_run_what_the_units_run(program, number):
    unit = sections(UNITS / re.sub("@.*", "@.service", NAMES[program]))
    [command] = unit["ExecStart"]
    _run, *arguments = shlex.split(command)

    assert len(services(program)) == number
    for service in services(program):
        assert options(service["command"][1:]) == options(arguments)
        assert service["restart"] == "always"


def test_containers_stop_as_gently_as_the_units():
    for program in ("web", "worker"):
        unit = sections(UNITS / f"confsite-{program}@.service")
        for service in services(program):
            assert service["stop_grace_period"] == f"{unit['TimeoutStopSec'][0]}s"


def test_the_web_is_where_nginx_looks_for_it():
    written = (DEPLOY / "nginx/compose-web.conf").read_text()
    port = COMPOSE["x-site"]["environment"]["PORT"]
    places = [web["networks"]["default"]["ipv4_address"] for web in services("web")]

    assert re.findall(r"server (\S+)", written) == [f"{p}:{port}" for p in places]


def test_every_service_is_described_and_every_file_is_there():
    for name, service in COMPOSE["services"].items():
        for needed in service.get("depends_on", ()):
            assert needed in COMPOSE["services"], name
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            is_file = source.startswith("./nginx/")
            assert not is_file or (DEPLOY / source).exists(), name
    build = COMPOSE["x-site"]["build"]
    assert (DEPLOY / build["context"] / build["dockerfile"]).exists()
