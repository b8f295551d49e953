"""The rotation of what nginx writes: logrotate itself reads it."""

from tests.deploy.tools import DEPLOY, ask, tool


def test_logrotate_has_nothing_to_say_against_it(tmp_path):
    logs = tmp_path / "logs"
    logs.mkdir()
    (logs / "access.log").write_text("GET /\n")
    written = (DEPLOY / "logrotate").read_text().replace("/var/log/confsite", str(logs))
    # Whom the files belong to is Debian's: here there may be no such user.
    owned = ("    su www-data adm\n", "create 0640 www-data adm", "/run/nginx.pid")
    assert all(part in written for part in owned)
    for part, other in zip(owned, ("", "create 0640", "/nowhere"), strict=True):
        written = written.replace(part, other)
    configuration = tmp_path / "logrotate.conf"
    configuration.write_text(written)
    configuration.chmod(0o644)
    state = tmp_path / "state"

    ask(tool("logrotate"), "--force", "--state", state, configuration)

    assert (logs / "access.log.1").read_text() == "GET /\n"
    assert (logs / "access.log").read_text() == ""
