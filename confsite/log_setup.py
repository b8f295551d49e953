"""What is logged, how a line looks, and what is left out of it: for the settings."""

from typing import Any

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "few": {"()": "confsite.logs.FewOfAKind"},
        "no_tokens": {"()": "confsite.logs.WithoutPersonalLinks"},
    },
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["few", "no_tokens"],
        }
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django": {"level": "INFO", "propagate": True, "handlers": []},
        # It tells every step of making a typeface small.
        "fontTools": {"level": "WARNING"},
    },
}
