"""Addresses of signing in, one's own account, people, bodies and roles; part of ``portal``."""

from django.urls import path

from zhiqiang.portal.people import (
    account,
    bodies,
    factors,
    first,
    identity,
    people,
    roles,
    signing,
    tokens,
)

urlpatterns = [
    path("sign-in/", signing.sign_in, name="sign_in"),
    path("sign-in/second-factor/", signing.second_factor, name="second_factor"),
    path("sign-in/confirm/", signing.confirm, name="confirm"),
    path("sign-in/provider/", identity.begin, name="sign_in_provider"),
    path("sign-in/provider/return/", identity.come_back, name="sign_in_provider_return"),
    path("sign-out/", signing.sign_out, name="sign_out"),
    path("first-account/", first.first_account, name="first_account"),
    path("account/", account.account, name="account"),
    path("account/password/", account.change_password, name="change_password"),
    path("account/mail/", account.set_mail, name="set_mail"),
    path("account/sessions/end-all/", account.sign_out_everywhere, name="sign_out_everywhere"),
    path("account/sessions/<str:tag>/end/", account.end_session, name="end_session"),
    path("account/authenticator/", factors.authenticator, name="authenticator"),
    path(
        "account/authenticator/code.svg",
        factors.authenticator_picture,
        name="authenticator_picture",
    ),
    path("account/passkeys/add/", factors.add_passkey, name="passkeys"),
    path(
        "account/passkeys/<int:passkey_id>/remove/", factors.remove_passkey, name="remove_passkey"
    ),
    path("account/recovery-codes/", factors.recovery_codes, name="recovery_codes"),
    path(
        "account/identities/<int:identity_id>/unlink/",
        account.unlink_identity,
        name="unlink_identity",
    ),
    path("account/tokens/add/", tokens.add_token, name="add_token"),
    path("account/tokens/<int:token_id>/revoke/", tokens.revoke_token, name="revoke_token"),
    path("people/", people.people, name="people"),
    path("people/add/", people.add_person, name="add_person"),
    path("people/<int:person_id>/", people.person, name="person"),
    path("bodies/", bodies.bodies, name="bodies"),
    path("bodies/add/", bodies.add_body, name="add_body"),
    path("bodies/<int:body_id>/", bodies.body, name="body"),
    path("roles/", roles.roles, name="roles"),
]
