"""Forms of sign-in and of accounts."""

from typing import Any

from allauth.account.forms import ChangePasswordForm, LoginForm
from allauth.account.forms import ReauthenticateForm as AskPassphraseForm
from allauth.core import context
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm, EditWebAuthnForm
from django import forms
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from habeas.language import LANGUAGES
from habeas.web.people import actions
from habeas.web.people.access import party_names, reader_of
from habeas.web.people.models import User
from habeas.web.people.roles import Role


def name_tried(request: HttpRequest, credentials: dict[str, Any] | None = None) -> str | None:
    """Return the sign-in name that somebody tries, as the store spells it: for counting failures."""
    name = (credentials or {}).get("username") or request.POST.get("login")
    return User.normalize_username(name)[:64] if name else None


class SignInForm(LoginForm):
    """allauth's form, in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, passphrase = self.fields["login"], self.fields["password"]
        name.label, passphrase.label = _("Sign-in name"), _("Passphrase")
        name.widget.attrs = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        passphrase.widget.attrs = {"autocomplete": "current-password"}
        passphrase.help_text = ""

    def clean_login(self) -> str:
        """Spell the name as the store does."""
        return User.normalize_username(super().clean_login())


class AskAgainForm(AskPassphraseForm):
    """allauth's form, in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("Passphrase")
        self.fields["password"].widget.attrs.pop("placeholder", None)


def _with_code(form: forms.Form, label: Any, help_text: Any = "") -> None:
    """Digits are asked for by what they are, without a placeholder."""
    form.fields["code"].label, form.fields["code"].help_text = label, help_text
    form.fields["code"].widget.attrs = {"autocomplete": "one-time-code", "spellcheck": "false"}


class CodeForm(AuthenticateForm):
    """allauth's form, in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _with_code(self, _("Code"))


class CodeAgainForm(ReauthenticateForm):
    """allauth's form, in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _with_code(self, _("Code"), _("From your app, or a recovery code."))


class SetUpAppForm(ActivateTOTPForm):
    """allauth's form, in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _with_code(self, _("Code that the app shows"))


class ChangePassphraseForm(ChangePasswordForm):
    """allauth's form, in our words, saved through our door."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        old, new, again = (self.fields[name] for name in ("oldpassword", "password1", "password2"))
        old.label = _("Passphrase now")
        old.help_text = _("The one you signed in with just now.") if self.user.must_change_passphrase else ""
        new.label, again.label = _("New passphrase"), _("New passphrase, again")
        new.help_text = _("At least 12 characters. Four or five words that are not a saying are good.")
        for field in (old, new, again):
            field.widget.attrs.pop("placeholder", None)

    def clean_password1(self) -> str:
        """Refuse the old one: the one-time passphrase is known to who gave it."""
        new: str = self.cleaned_data["password1"]
        if self.user.check_password(new):
            raise forms.ValidationError(_("Choose another passphrase than the one now."), code="same")
        return new

    def save(self) -> None:
        """Change it, with its entry in the journal."""
        reader = reader_of(self.user, session_key=context.request.session.session_key)
        actions.change_own_passphrase(reader, self.user, self.cleaned_data["password1"])


class AddKeyForm(AddWebAuthnForm):
    """allauth's form, in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name, alone = self.fields["name"], self.fields["passwordless"]
        name.label = _("Name of the key")
        name.help_text = _("So that you know it again: “office laptop”, “blue key”.")
        alone.label = _("It signs me in without name and passphrase (a passkey)")
        alone.help_text = _("The device then asks for its own PIN, or a finger or face that it knows.")


class RenameKeyForm(EditWebAuthnForm):
    """allauth's form, in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = _("Name of the key")


class OwnAccountForm(forms.Form):
    """Name and language."""

    display_name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("As colleagues see it beside what you write.")
    )
    language = forms.ChoiceField(label=_("Language"), choices=list(LANGUAGES.items()))


class PersonForm(forms.ModelForm[User]):
    """A new account."""

    class Meta:
        model = User
        fields = ["username", "display_name"]
        help_texts = {
            "username": _(
                "Typed at sign-in: letters, digits and . + - _ only. It need not be the real name."
            ),
            "display_name": _("As others see it beside what the person writes."),
        }

    language = forms.ChoiceField(label=_("Language"), choices=list(LANGUAGES.items()))

    def clean_username(self) -> str:
        """Spell it as the store does, so that two spellings of one name are one."""
        return User.normalize_username(self.cleaned_data["username"])


class GrantForm(forms.Form):
    """A role from one day to another."""

    role = forms.ChoiceField(label=_("Role"))
    party = forms.ChoiceField(
        label=_("Party"), required=False, help_text=_("For a liaison officer only: whose officer it is.")
    )
    since = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The last day. Leave it empty if the end is not known."),
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=500, help_text=_("For example the decision that appoints the person.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in Role]  # type: ignore[attr-defined]
        parties = sorted(party_names().items(), key=lambda pair: pair[1])
        self.fields["party"].choices = [("", _("none")), *parties]  # type: ignore[attr-defined]
        self.fields["since"].initial = timezone.localdate()

    def clean(self) -> dict[str, Any]:
        """Hold the two rules between fields."""
        given = super().clean() or {}
        liaison = given.get("role") == Role.LIAISON_OFFICER
        if liaison and not given.get("party"):
            self.add_error("party", _("Say which Party this is the liaison officer of."))
        if not liaison and given.get("party"):
            self.add_error("party", _("Only a liaison officer belongs to a Party."))
        if given.get("until") and given.get("since") and given["until"] < given["since"]:
            self.add_error("until", _("The role would end before it begins."))
        return given


class ReasonForm(forms.Form):
    """Why something is done that others will ask about."""

    reason = forms.CharField(label=_("Reason"), max_length=500)
