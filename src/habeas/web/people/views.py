"""Pages of people: sign-in in our words, the own account, and who holds which role."""

from collections.abc import Callable
from typing import Any

from allauth.account.views import LoginView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from habeas.web.journal.access import history_of
from habeas.web.people import access, actions, sessions
from habeas.web.people.access import Request, door, door_for_signed_in
from habeas.web.people.demo import PASSPHRASE, PINS, demo_logins
from habeas.web.people.forms import GrantForm, OwnAccountForm, PersonForm, ReasonForm
from habeas.web.people.roles import Capability, Role
from habeas.web.shell.failures import Failure

form_page = require_http_methods(["GET", "POST"])


def _posted(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


class SignIn(LoginView):
    """allauth's page, which in the demo lists who can be tried."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the demo's accounts."""
        demo = None
        if settings.DEMO:
            pins = PINS if "register" in settings.SURFACES else {}
            demo = {"logins": demo_logins(), "passphrase": PASSPHRASE, "pins": pins.items()}
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"demo_people": demo}


def locked_out(
    request: HttpRequest, _response: HttpResponse | None = None, _credentials: object = None
) -> HttpResponse:
    """Say that this name is locked from this address for a while, whether or not it exists."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return Failure(
        429,
        _("Locked for a while"),
        _("There were %(n)d failed attempts to sign in with this name from here.")
        % {"n": settings.AXES_FAILURE_LIMIT},
        advice=_(
            "Wait %(minutes)d minutes and try again. If you have lost your passphrase, ask the head of the "
            "body, or the system administrator, for a new one."
        )
        % {"minutes": minutes},
        code="sign-in-locked",
    ).page(request)


# The own account ------------------------------------------------------------------------------


@door_for_signed_in
@never_cache
@form_page
def account(request: Request) -> HttpResponse:
    """Name, language and what secures the own account."""
    user = request.user
    form = OwnAccountForm(
        _posted(request), initial={"display_name": user.display_name, "language": user.language}
    )
    if request.method == "POST" and form.is_valid():
        actions.change_own_account(request.reader, user, **form.cleaned_data)
        translation.activate(user.language)
        messages.success(request, _("Saved."))
        response = redirect("people:account")
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            user.language,
            max_age=365 * 86_400,
            samesite="Lax",
            secure=settings.LANGUAGE_COOKIE_SECURE,
        )
        return response
    context = {
        "form": form,
        "own": access.own_account(user),
        "reader_roles": sorted(request.reader.roles),
    }
    return render(request, "people/account.html", context)


@door_for_signed_in
@require_POST
def sign_out_elsewhere(request: Request) -> HttpResponse:
    """End every other sign-in of this account."""
    actions.sign_out_elsewhere(request.reader, request.user)
    update_session_auth_hash(request, request.user)
    messages.success(request, _("Every other sign-in of your account has ended."))
    return redirect("people:account")


@door_for_signed_in
@never_cache
@form_page
def typed(request: Request) -> HttpResponse:
    """Give back what somebody sent after the sign-in had ended, to be sent again or dropped."""
    kept = sessions.typed_by(request, request.user)
    if kept is None:
        return redirect(settings.LOGIN_REDIRECT_URL)
    if request.method == "POST":
        sessions.forget_typed(request)
        return redirect(kept.path)
    return render(request, "people/typed.html", {"kept": kept})


# Other people ---------------------------------------------------------------------------------


@door(Capability.GRANT_ROLES)
@require_GET
def people(request: Request) -> HttpResponse:
    """Everybody with an account, and the roles held today."""
    return render(request, "people/list.html", {"people": access.everybody(timezone.localdate())})


@door(Capability.GRANT_ROLES)
@never_cache
@form_page
def add(request: Request) -> HttpResponse:
    """Make an account; its one-time passphrase is on the page that answers, once."""
    form = PersonForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        user, passphrase = actions.add_person(
            request.reader,
            username=form.cleaned_data["username"],
            display_name=form.cleaned_data["display_name"],
            language=form.cleaned_data["language"],
        )
        return render(request, "people/passphrase.html", {"person": user, "passphrase": passphrase})
    words = {"title": _("Add a person"), "button": _("Make the account"), "back": reverse("people:list")}
    return render(request, "people/form.html", {"form": form, **words})


@door(Capability.GRANT_ROLES)
@require_GET
def person(request: Request, public_id: str) -> HttpResponse:
    """One account: roles with their days, and what was done to it."""
    user = access.person(public_id)
    return render(
        request,
        "people/person.html",
        {
            "person": user,
            "grants": access.grants_of(user),
            "roles": [(role.label, role.may) for role in Role],
            "entries": history_of(user)[:50],
            "own": user.pk == request.reader.user_id,
            "today": timezone.localdate(),
        },
    )


@door(Capability.GRANT_ROLES)
@form_page
def grant(request: Request, public_id: str) -> HttpResponse:
    """Let a person hold a role."""
    user = access.person(public_id)
    form = GrantForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        actions.grant_role(
            request.reader,
            user,
            Role(given["role"]),
            since=given["since"],
            until=given["until"],
            party=given["party"],
            reason=given["reason"],
        )
        messages.success(request, _("The role is granted."))
        return redirect("people:person", public_id)
    context = {
        "form": form,
        "title": _("Grant a role to %(name)s") % {"name": user},
        "button": _("Grant the role"),
        "roles": [(role.label, role.may) for role in Role],
        "back": reverse("people:person", args=[public_id]),
    }
    return render(request, "people/form.html", context)


@door(Capability.GRANT_ROLES)
@form_page
def end_grant(request: Request, public_id: str, grant_id: str) -> HttpResponse:
    """End a role at once."""
    found = access.grant(public_id, grant_id)

    def act(reason: str) -> None:
        actions.end_grant(request.reader, found, today=timezone.localdate(), reason=reason)

    title = _("End the role “%(role)s” of %(name)s") % {"role": Role(found.role).label, "name": found.user}
    return _with_reason(request, public_id, act, (title, _("End the role"), _("The role has ended.")))


@door(Capability.GRANT_ROLES)
@form_page
def set_active(request: Request, public_id: str) -> HttpResponse:
    """Shut an account, or open it again."""
    user = access.person(public_id)
    active = not user.is_active

    def act(reason: str) -> None:
        actions.set_active(request.reader, user, active=active, today=timezone.localdate(), reason=reason)

    if active:
        words = (_("Open the account of %(name)s again"), _("Open it"), _("The account is open."))
    else:
        words = (
            _("Shut the account of %(name)s"),
            _("Shut it"),
            _("The account is shut, and signed out everywhere."),
        )
    return _with_reason(request, public_id, act, (words[0] % {"name": user}, *words[1:]))


@door(Capability.GRANT_ROLES)
@form_page
def remove_factors(request: Request, public_id: str) -> HttpResponse:
    """Remove the second factors of somebody who lost them."""
    user = access.person(public_id)

    def act(reason: str) -> None:
        actions.reset_second_factors(request.reader, user, reason=reason)

    title = _("Remove every second factor of %(name)s") % {"name": user}
    done = _("The second factors are removed, and the account is signed out.")
    return _with_reason(request, public_id, act, (title, _("Remove them"), done))


@door(Capability.GRANT_ROLES)
@never_cache
@form_page
def new_passphrase(request: Request, public_id: str) -> HttpResponse:
    """Give a new one-time passphrase to somebody who lost theirs."""
    user = access.person(public_id)
    if request.method == "POST":
        passphrase = actions.reset_passphrase(request.reader, user)
        return render(request, "people/passphrase.html", {"person": user, "passphrase": passphrase})
    context = {
        "title": _("New one-time passphrase for %(name)s") % {"name": user},
        "button": _("Make it"),
        "said": _("The old passphrase ends at once, and the account is signed out everywhere."),
        "back": reverse("people:person", args=[public_id]),
    }
    return render(request, "people/form.html", context)


def _with_reason(
    request: Request, public_id: str, act: Callable[[str], None], words: tuple[str, str, str]
) -> HttpResponse:
    """Ask for a reason, act, and go back to the person; ``words``: title, button, what was done."""
    title, button, done = words
    form = ReasonForm(_posted(request))
    if request.method == "POST" and form.is_valid():
        act(form.cleaned_data["reason"])
        messages.success(request, done)
        return redirect("people:person", public_id)
    back = reverse("people:person", args=[public_id])
    return render(request, "people/form.html", {"form": form, "title": title, "button": button, "back": back})
