import os
import signal
import subprocess
import sys

from launcher import processes
from tests.servers import wait_until

STUBBORN = """
import os, signal, time
for number in (signal.SIGTERM, signal.SIGQUIT):
    signal.signal(number, signal.SIG_IGN)
os.fork()
print("ready", flush=True)
time.sleep(60)
"""


def start(script="import time; print('ready', flush=True); time.sleep(60)"):
    process = subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, start_new_session=True
    )
    process.stdout.readline()
    return process


def record_of(process, name="child", rank=0, grace=5.0):
    began = processes.started(process.pid)
    return processes.Record(name, rank, signal.SIGTERM, grace, process.pid, began)


def test_a_process_that_nobody_buried_has_ended():
    with start() as process:
        assert processes.started(process.pid)

        process.kill()

        wait_until(lambda: processes.started(process.pid) is None)


def test_stopping_asks_first():
    with start() as process:
        processes.stop([record_of(process)])

    assert process.returncode == -signal.SIGTERM


def test_stopping_kills_whoever_does_not_listen_and_what_it_started(monkeypatch):
    monkeypatch.setattr(processes, "QUIT_GRACE", 0.1)
    with start(STUBBORN) as process:
        group = process.pid

        processes.stop([record_of(process, grace=0.1)])

    assert process.returncode == -signal.SIGKILL
    wait_until(lambda: not group_runs(group))


def group_runs(group):
    """Zombies that a sleepy init has not buried do not run."""
    command = ["ps", "-o", "stat=", "--sid", str(group)]
    states = subprocess.run(command, capture_output=True, text=True).stdout.split()
    return any(not state.startswith("Z") for state in states)


def test_a_record_survives_in_a_file(tmp_path):
    processes.write_own(tmp_path, "me", rank=3, stop_signal=15, grace=2.5)

    (found,) = processes.alive(tmp_path)

    assert found == processes.Record(
        "me", 3, 15, 2.5, os.getpid(), processes.started(os.getpid())
    )


def test_a_record_is_rewritten_in_place(tmp_path):
    processes.write_own(tmp_path, "me", rank=1, stop_signal=15, grace=100.25)
    before = (tmp_path / "me.process").stat()
    processes.write_own(tmp_path, "me", rank=1, stop_signal=2, grace=1)
    after = (tmp_path / "me.process").stat()

    assert (before.st_ino, before.st_size) == (after.st_ino, after.st_size)


def test_nobody_is_stopped_for_having_the_number_of_a_dead_process(tmp_path):
    processes.write_own(tmp_path, "me", rank=0, stop_signal=15, grace=1)
    file = tmp_path / "me.process"
    began = processes.started(os.getpid())
    file.write_text(file.read_text().replace(f'"{began}"', '"1"'))

    assert processes.alive(tmp_path) == []
    processes.stop_all(tmp_path)


def test_half_a_record_is_no_record(tmp_path):
    (tmp_path / "broken.process").write_text('{"name": "brok')
    (tmp_path / "empty.process").write_text("")

    assert processes.alive(tmp_path) == []
