"""What is done with accounts: one module per matter; other rooms call the names listed here."""

from zhiqiang.records.accounts.actions.people import (
    create_official,
    register_person,
    renew_password,
)
from zhiqiang.records.accounts.actions.signing import sign_in

__all__ = ["create_official", "register_person", "renew_password", "sign_in"]
