"""The supervisor with children that cost nothing; test_up.py runs the real ones."""

import os
import signal
import sys
import time

import pytest

from launcher import processes, supervisor
from launcher.home import Home, SetupError
from launcher.supervisor import Child, Supervisor
from tests.servers import run_python, wait_until

# Two children that do nothing.
STAGE = """
import signal, sys
# Also where the tests run under nohup, whose children inherit that it is ignored.
signal.signal(signal.SIGHUP, signal.SIG_DFL)
from launcher import lifeline
from launcher.home import Home
from launcher.supervisor import Child, Supervisor
ONE = "import time, sys; print('one', flush=True); time.sleep(60)"
def child(name, rank):
    tied = lifeline.tied(lifeline.signal.SIGTERM) if sys.argv[2] == "tied" else []
    return Child(name, [*tied, sys.executable, "-c", ONE], rank)
try:
    with lifeline.stoppable(), Supervisor(Home(sys.argv[1])) as supervisor:
        supervisor.keep(child("first", 0))
        supervisor.keep(child("second", 1))
        print("ready", flush=True)
        supervisor.watch()
except lifeline.Stopped:
    print("stopped", flush=True)
"""


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path)


@pytest.fixture
def stage(home, request):
    """A supervisor in a process of its own, to which the kernel ties no child."""
    with run_python(STAGE, home.path, getattr(request, "param", "loose")) as process:
        assert process.stdout.readline() == "ready\n"
        # By then the kernel knows with whom each child is to end.
        logs = [home.logs / "first.log", home.logs / "second.log"]
        wait_until(lambda: all(log.read_text() == "one\n" for log in logs))
        yield process
        process.kill()


def running(home):
    return {record.name: record.pid for record in processes.alive(home.run)}


def reaper_of(stage):
    children = f"/proc/{stage.pid}/task/{stage.pid}/children"
    with open(children) as file:
        started = [int(pid) for pid in file.read().split()]
    return min(started)


def test_a_child_that_dies_is_started_again(home, stage):
    before = running(home)

    os.kill(before["first"], signal.SIGKILL)

    wait_until(lambda: running(home).get("first") not in (None, before["first"]))
    assert running(home)["second"] == before["second"]
    assert stage.stdout.readline() == (
        "first ended (killed by signal 9); it starts again.\n"
    )


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_stops_everything(home, stage, number):
    stage.send_signal(number)

    assert stage.stdout.read() == "stopped\n"
    assert running(home) == {}


def test_a_killed_supervisor_takes_its_children_along(home, stage):
    stage.kill()

    wait_until(lambda: running(home) == {})


@pytest.mark.skipif(sys.platform != "linux", reason="Linux alone has PDEATHSIG")
@pytest.mark.parametrize("stage", ["tied"], indirect=True)
def test_a_killed_supervisor_and_reaper_take_the_children_along(home, stage):
    os.kill(reaper_of(stage), signal.SIGKILL)
    stage.kill()

    wait_until(lambda: running(home) == {})


def test_children_that_outlived_supervisor_and_reaper_end_with_the_next_start(
    home, stage
):
    os.kill(reaper_of(stage), signal.SIGKILL)
    stage.kill()
    stage.wait()
    assert len(running(home)) == 2

    with Supervisor(home):
        assert running(home) == {}


def test_the_reaper_waits_for_the_supervisor_alone(home, stage):
    before = running(home)
    os.kill(before["second"], signal.SIGKILL)

    wait_until(lambda: len(running(home)) == 2)
    assert running(home)["first"] == before["first"]


def test_a_home_has_one_supervisor(home, stage):
    with (
        pytest.raises(SetupError, match=rf"already running .*\(process {stage.pid}\)"),
        Supervisor(home),
    ):
        pass

    assert len(running(home)) == 2


def test_a_start_stops_what_an_earlier_run_left_behind(home, monkeypatch):
    # Neither the supervisor nor its reaper comes to it.
    monkeypatch.setattr(processes, "stop_all", lambda directory: None)
    with Supervisor(home) as first:
        left = first.spawn(sleeper("left"))
    monkeypatch.undo()
    assert left.poll() is None

    with Supervisor(home):
        assert left.wait() == -signal.SIGTERM


def sleeper(name="child", script="import time; time.sleep(60)", **options):
    return Child(name, [sys.executable, "-c", script], rank=0, **options)


TELLS_ITS_END = """
import signal, sys, time
def end(number, frame):
    open(sys.argv[1], "a").write(sys.argv[2])
    sys.exit()
signal.signal(signal.SIGTERM, end)
open(sys.argv[1] + sys.argv[2], "a").close()
time.sleep(60)
"""


def test_what_started_last_stops_first(home, tmp_path):
    names = ["a", "b", "c"]
    with Supervisor(home) as supervisor:
        for rank, name in enumerate(names):
            command = [sys.executable, "-c", TELLS_ITS_END, str(tmp_path / "end"), name]
            supervisor.keep(Child(name, command, rank))
        wait_until(lambda: all((tmp_path / f"end{n}").exists() for n in names))

    assert (tmp_path / "end").read_text() == "cba"


def test_a_child_that_keeps_dying_is_started_less_and_less_often():
    child = sleeper()
    child.began = time.monotonic()

    pauses = []
    for deaths in range(1, 13):
        child.deaths = deaths
        pauses.append(child.pause)

    assert pauses[:5] == [0, 0.1, 0.2, 0.4, 0.8]
    assert pauses[-1] == supervisor.LONGEST_PAUSE


def start_up(home, child):
    with Supervisor(home) as supervisor:
        supervisor.keep(child)
        supervisor.wait_until(lambda: False, seconds=10)


def test_a_child_that_does_not_start_shows_its_last_words(home):
    with pytest.raises(SetupError, match=r"(?s)child does not start; .*no such thing"):
        start_up(home, sleeper(script="raise SystemExit('no such thing')"))


def test_a_child_that_cannot_be_run_is_a_failure_too(home):
    with pytest.raises(SetupError, match="No such file or directory"):
        start_up(home, Child("child", ["/does/not/exist"], rank=0))


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ("raise OSError(28, 'No space left on device')", "The disk is full: make room"),
        ("raise SystemExit('confsite: Bring a towel.')", "^Bring a towel.$"),
    ],
)
def test_a_failure_is_explained_in_one_sentence(home, script, sentence):
    with pytest.raises(SetupError, match=sentence), Supervisor(home) as supervisor:
        list(supervisor.run(sleeper(script=script)))


def test_a_long_log_is_put_aside(home, monkeypatch):
    monkeypatch.setattr(supervisor, "LOG_LIMIT", 10)
    home.make()
    (home.logs / "child.log").write_text("long ago\n" * 3)

    with Supervisor(home) as running_supervisor:
        list(running_supervisor.run(sleeper(script="print('now')")))
        running_supervisor.spawn(sleeper(script="print('now')")).wait()

    assert (home.logs / "child.log").read_text() == "now\n"
    assert (home.logs / "child.log.1").read_text() == "long ago\n" * 3


def test_a_log_does_not_grow_without_end_while_its_child_runs(home, monkeypatch):
    monkeypatch.setattr(supervisor, "LOG_LIMIT", 1000)
    monkeypatch.setattr(supervisor, "LOOK_AT_LOGS_EVERY", 0.01)
    script = "for number in range(200): print(f'line {number} ' * 10, flush=True)"
    script += "; __import__('time').sleep(0.002)"
    script += "\nprint('last', flush=True); __import__('time').sleep(60)"
    log = home.logs / "child.log"

    with Supervisor(home) as watching:
        watching.keep(sleeper(script=script))
        monkeypatch.setattr(watching, "revive", ends_when(lambda: ends_with_last(log)))
        with pytest.raises(StopIteration):
            watching.watch()

        assert log.stat().st_size < 20_000
        assert (home.logs / "child.log.1").read_text().count("\n") > 5


def ends_with_last(log):
    return log.read_text().endswith("last\n")


def ends_when(true):
    def look():
        if true():
            raise StopIteration

    return look


def test_a_long_log_is_begun_anew_though_the_disk_is_full(home, monkeypatch):
    home.make()
    monkeypatch.setattr(supervisor, "LOG_LIMIT", 10)
    full = OSError(28, "No space left on device")
    monkeypatch.setattr(supervisor.shutil, "copyfile", raising(full))
    log = home.logs / "child.log"
    log.write_text("long ago\n" * 3)

    supervisor.put_aside(log)

    assert log.read_text() == ""


def raising(error):
    def fail(*arguments):
        raise error

    return fail


def test_children_get_no_file_of_ours(home):
    script = "import os; print(sorted(os.listdir('/proc/self/fd')))"
    with Supervisor(home) as running_supervisor:
        (line,) = running_supervisor.run(sleeper(script=script))

    # Input, output, errors, and the directory that is being listed.
    assert line.strip() == "['0', '1', '2', '3']"
