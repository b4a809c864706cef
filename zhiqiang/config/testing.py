"""Settings for tests: a throw-away home, fast hashes, plain static files."""

import os
import tempfile

os.environ["ZHIQIANG_HOME"] = tempfile.mkdtemp(prefix="zhiqiang-test-")
os.environ.pop("ZHIQIANG_CATALOGUE", None)

from zhiqiang.config.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# Hashed names need collectstatic, and every asset of a live server would be 404 without it.
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# All tests come from one address; what the limits do is tested where they are.
RATE_LIMITS = ()
# A test makes the people it needs, and signs them in without a second step.
FIRST_ACCOUNT = SECOND_FACTOR_BY_ROLE = False
# A pool keeps connections to a test database that has to be dropped.
DATABASES["default"]["OPTIONS"].pop("pool", None)  # noqa: F405
