"""Signing in, by passphrase and second factor, and what stops who should not."""

import logging
import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from axes.models import AccessAttempt
from django.conf import settings as own_settings
from django.core import mail
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from tests import cast

from habeas.errors import RefusedError
from habeas.web.journal.models import JournalEntry
from habeas.web.people import actions, demo
from habeas.web.people.adapters import Accounts, SecondFactors
from habeas.web.people.models import User
from habeas.web.people.roles import Role
from habeas.web.people.signals import (
    CODES_RENEWED,
    FACTOR_ADDED,
    FACTOR_REMOVED,
    LOCKED,
    SIGNED_IN,
    SIGNED_OUT,
)

pytestmark = [pytest.mark.django_db, pytest.mark.bothdbs]

SIGN_IN = "/account/sign-in/"
CODE = "/account/second-factor/authenticate/"
OWN = "/account/"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def _land_on_the_own_account(settings):
    settings.LOGIN_REDIRECT_URL = "people:account"


def tried(client, name="nina", passphrase=cast.PASSPHRASE, **more):
    return client.post(SIGN_IN, {"login": name, "password": passphrase, **more})


def is_in(client) -> bool:
    return client.get(OWN).status_code == 200


def code_now(secret=SECRET) -> str:
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def wrong_code() -> str:
    value = (int(code_now()) + 1) % 1_000_000
    return f"{value:06d}"


def with_app(user: User) -> User:
    """Give somebody an app that shows codes, and recovery codes."""
    totp.TOTP.activate(user, SECRET)
    RecoveryCodes.activate(user)
    return user


def test_passphrase_and_name_open_and_it_is_noted(client, journalled):
    cast.somebody()
    with journalled(SIGNED_IN) as entries:
        assert tried(client).url == OWN
    assert is_in(client)
    assert entries[0].session


def test_the_name_may_be_typed_in_any_case(client):
    cast.somebody()
    tried(client, " NiNa ")
    assert is_in(client)


@pytest.mark.parametrize(("name", "passphrase"), [("nina", "wrong"), ("nobody", cast.PASSPHRASE)])
def test_a_wrong_name_and_a_wrong_passphrase_look_alike(client, name, passphrase):
    cast.somebody()
    page = tried(client, name, passphrase).content.decode()
    assert "The sign-in name or the passphrase is not right." in page
    assert not is_in(client)


def test_back_to_the_page_that_was_asked_for_and_never_to_another_host(client):
    cast.head_of_body()
    asked = client.get("/people/")
    assert asked.url == f"{SIGN_IN}?next=/people/"
    assert tried(client, "helene", next="/people/").url == "/people/"
    client.logout()
    assert tried(client, "helene", next="https://example.org/").url == OWN


def test_signing_out_is_noted_and_ends_it(client, journalled):
    cast.somebody()
    tried(client)
    with journalled(SIGNED_OUT):
        client.post("/account/sign-out/")
    assert not is_in(client)


def test_a_one_time_passphrase_opens_nothing_but_its_own_change(client):
    user, once = actions.add_person(None, username="Nina", display_name="Nina")
    tried(client, passphrase=once)
    for address in (OWN, "/account/second-factor/"):
        assert client.get(address).url == "/account/passphrase/"
    page = client.get("/account/passphrase/").content.decode()
    assert "somebody gave you" in page
    same = {"oldpassword": once, "password1": once, "password2": once}
    assert "Choose another passphrase" in client.post("/account/passphrase/", same).content.decode()
    fresh = "four words make sense"
    client.post("/account/passphrase/", {"oldpassword": once, "password1": fresh, "password2": fresh})
    assert is_in(client)
    user.refresh_from_db()
    assert user.check_password(fresh)
    assert not user.must_change_passphrase


def test_a_weak_passphrase_is_refused(client):
    cast.somebody()
    tried(client)
    weak = {"oldpassword": cast.PASSPHRASE, "password1": "short", "password2": "short"}
    assert client.post("/account/passphrase/", weak).context["form"].errors["password1"]


def test_changing_the_passphrase_ends_other_sign_ins_and_is_noted(client, signed_in, journalled):
    user = cast.somebody()
    elsewhere = signed_in(user)
    tried(client)
    given = {"oldpassword": cast.PASSPHRASE, "password1": "four words make sense"}
    with journalled(actions.PASSPHRASE_CHANGED):
        client.post("/account/passphrase/", given | {"password2": given["password1"]})
    assert is_in(client)
    assert not is_in(elsewhere)


def test_signing_out_everywhere_else_keeps_this_one(client, signed_in, journalled):
    elsewhere = signed_in(cast.somebody())
    tried(client)
    with journalled(actions.SIGNED_OUT_ELSEWHERE):
        client.post("/account/elsewhere/")
    assert is_in(client)
    assert not is_in(elsewhere)


# The second factor -------------------------------------------------------------------------------


def test_with_an_app_the_passphrase_alone_opens_nothing(client):
    with_app(cast.somebody())
    assert tried(client).url == CODE
    assert not is_in(client)
    client.post(CODE, {"code": wrong_code()})
    assert not is_in(client)
    client.post(CODE, {"code": code_now()})
    assert is_in(client)


def test_a_code_is_good_once(client):
    with_app(cast.somebody())
    code = code_now()
    tried(client)
    client.post(CODE, {"code": code})
    client.post("/account/sign-out/")
    tried(client)
    client.post(CODE, {"code": code})
    assert not is_in(client)


def test_a_recovery_code_opens_once(client):
    user = with_app(cast.somebody())
    codes = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES).wrap()
    code = codes.get_unused_codes()[0]
    for opens in (True, False):
        tried(client)
        client.post(CODE, {"code": code})
        assert is_in(client) is opens
        client.post("/account/sign-out/")


def test_setting_up_an_app_asks_again_who_one_is_and_is_noted(client, journalled):
    user = cast.somebody()
    tried(client)
    setting_up = "/account/second-factor/totp/activate/"
    again = client.get(setting_up).url
    assert again.startswith("/account/again/")
    client.post(again, {"password": cast.PASSPHRASE})
    page = client.get(setting_up)
    assert page.content.decode().count("data:image/svg") == 1
    with journalled(FACTOR_ADDED):
        client.post(setting_up, {"code": code_now(page.context["form"].secret)})
    kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    assert kinds == {Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES}
    assert mail.outbox == []


@pytest.fixture
def with_app_and_known(client):
    """Nina has an app, is signed in, and has just said again who she is."""
    user = with_app(cast.somebody())
    tried(client)
    codes = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES).wrap()
    spare, again, *_ = codes.get_unused_codes()
    client.post(CODE, {"code": spare})
    client.post("/account/second-factor/reauthenticate/", {"code": again})
    return user


def test_the_ways_to_say_again_who_one_is_are_offered(client):
    with_app(cast.somebody())
    tried(client)
    client.post(CODE, {"code": code_now()})
    page = client.get("/account/again/").content.decode()
    assert "/account/second-factor/reauthenticate/" in page
    assert 'name="code"' in client.get("/account/second-factor/reauthenticate/").content.decode()


def test_recovery_codes_are_seen_taken_along_and_made_anew(client, with_app_and_known, journalled):
    codes = "/account/second-factor/recovery-codes/"
    before = client.get(f"{codes}download/").content.decode().split()
    assert len(before) == 8
    assert all(code in client.get(codes).content.decode() for code in before)
    assert "will be void" in client.get(f"{codes}generate/").content.decode()
    with journalled(CODES_RENEWED):
        client.post(f"{codes}generate/")
    after = client.get(f"{codes}download/").content.decode().split()
    assert len(after) == 10
    assert not set(after) & set(before)


def test_removing_the_app_is_noted_and_takes_the_codes_along(client, with_app_and_known, journalled):
    removing = "/account/second-factor/totp/deactivate/"
    assert "passphrase alone" in client.get(removing).content.decode()
    with journalled(FACTOR_REMOVED):
        client.post(removing)
    assert not Authenticator.objects.filter(user=with_app_and_known).exists()


def test_ten_wrong_codes_stop_even_the_right_one(client):
    with_app(cast.somebody())
    tried(client)
    for _ in range(10):
        client.post(CODE, {"code": wrong_code()})
    page = client.post(CODE, {"code": code_now()}).content.decode()
    assert "Too many failed attempts" in page
    assert not is_in(client)


def test_the_store_alone_does_not_tell_a_second_factor(settings):
    with_app(cast.somebody())
    kept = Authenticator.objects.get(type=Authenticator.Type.TOTP).data["secret"]
    assert SECRET not in kept
    assert SecondFactors().decrypt(kept) == SECRET
    settings.SECRET_KEY = "another installation"
    with pytest.raises(RefusedError, match="secret key"):
        SecondFactors().decrypt(kept)


def test_the_sign_in_page_offers_a_passkey_without_a_script_in_the_page(client):
    page = client.get(SIGN_IN).content.decode()
    assert 'id="passkey_login"' in page
    scripts = re.findall(r"<script\b([^>]*)>", page)
    assert scripts
    assert all("src=" in script or 'type="application/json"' in script for script in scripts)
    asked = client.get("/account/second-factor/webauthn/login/", headers={"Accept": "application/json"})
    assert asked.json()["request_options"]["publicKey"]["challenge"]


# What stops who should not -------------------------------------------------------------------------


def test_five_failures_lock_the_name_from_this_address(client):
    cast.somebody()
    for number in range(5):
        answer = tried(client, ["nina", "NINA", "Nina "][number % 3], "wrong")
    assert answer.status_code == 429
    assert "Locked for a while" in answer.content.decode()
    assert tried(client).status_code == 429
    assert not is_in(client)


def test_a_lock_ends_after_its_time_and_others_are_not_locked(client):
    cast.somebody()
    cast.somebody("otto")
    for _ in range(5):
        tried(client, passphrase="wrong")
    assert tried(client, "otto").status_code == 302
    client.post("/account/sign-out/")
    later = timezone.now() - own_settings.AXES_COOLOFF_TIME - timedelta(minutes=1)
    AccessAttempt.objects.update(attempt_time=later)
    tried(client)
    assert is_in(client)


def test_a_lock_is_noted_once_and_a_new_passphrase_lifts_it(client):
    user = cast.somebody()
    for _ in range(8):
        tried(client, passphrase="wrong")
    assert JournalEntry.objects.filter(action=LOCKED).count() == 1
    once = actions.reset_passphrase(None, user)
    assert tried(client, passphrase=once).status_code == 302


def test_a_success_forgets_failures(client):
    cast.somebody()
    for _ in range(2):
        for _ in range(4):
            tried(client, passphrase="wrong")
        assert tried(client).status_code == 302
        client.post("/account/sign-out/")


def test_failures_keep_no_passphrase(client):
    tried(client, passphrase="Axolotl-Quetzal")
    attempt = AccessAttempt.objects.get()
    assert "Axolotl" not in f"{attempt.post_data}{attempt.get_data}"


def test_a_shut_account_does_not_open(client, signed_in):
    user = cast.somebody()
    open_elsewhere = signed_in(user)
    head = cast.reader(cast.head_of_body())
    actions.set_active(head, user, active=False, today=timezone.localdate(), reason="left")
    assert not is_in(open_elsewhere)
    assert tried(client).url == "/account/shut/"
    assert not is_in(client)


def test_the_people_of_the_demo_are_nobody_elsewhere(client, settings):
    demo.make_demo_people()
    settings.DEMO = False
    tried(client, "head", demo.PASSPHRASE)
    assert not is_in(client)
    assert "People of the demo" not in client.get(SIGN_IN).content.decode()
    settings.DEMO = True
    assert is_in(client)


def test_the_demo_shows_who_can_be_tried(client, settings):
    settings.DEMO = True
    assert demo.make_demo_people(party="orland") == demo.make_demo_people(party="orland")
    page = client.get(SIGN_IN).content.decode()
    assert demo.PASSPHRASE in page
    assert all(f">{name}<" in page for name, _, _ in demo.demo_logins())
    assert {role for _, _, role in demo.demo_logins()} == set(Role)


@pytest.mark.parametrize("name", ["account_signup", "account_email", "account_reset_password"])
def test_there_is_no_sign_up_and_no_mail(name, rf):
    with pytest.raises(NoReverseMatch):
        reverse(name)
    assert not Accounts().is_open_for_signup(rf.get("/"))
    with pytest.raises(RefusedError):
        Accounts().send_mail("account/email/x", "nina@example.org", {})


def test_no_line_of_the_log_names_a_person_or_an_address(client, caplog):
    """As configured: our own loggers at their most talkative, the others as the settings have them."""
    caplog.set_level(logging.DEBUG, logger="habeas")
    for name in ("axes", "django", "allauth", "django.request", "django.security"):
        configured = own_settings.LOGGING["loggers"].get(name, own_settings.LOGGING["root"])["level"]
        caplog.set_level(configured, logger=name)
    cast.somebody("quetzal")
    client.defaults["REMOTE_ADDR"] = "203.0.113.77"
    for _ in range(6):
        tried(client, "quetzal", "wrong")
    client.get("/people/")
    client.get("/there/is/nothing/of/quetzal/")
    said = "\n".join(f"{record.getMessage()} {record.args}" for record in caplog.records)
    assert "quetzal" not in said
    assert "203.0.113.77" not in said


def test_argon2_seals_passphrases():
    assert own_settings.PASSWORD_HASHERS[0].endswith("MD5PasswordHasher")  # the tests' own
    from habeas.web import settings as real

    assert real.PASSWORD_HASHERS == ["django.contrib.auth.hashers.Argon2PasswordHasher"]
