from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from activity.events import record
from core.access import require
from core.dates import today
from core.locking import lock, require_version
from core.slugs import sort_key
from core.validity import require_valid
from members.access import can_close_organisation, can_confirm_people, can_manage
from members.actions.saving import changes_of, create_with_free_slug, save_changes
from members.models import Organisation

TYPED = ("name", "kind", "short_name", "website")


@transaction.atomic
def create_organisation(*, name, kind, short_name="", website="", by) -> Organisation:
    # Saving the same new organisation twice makes one.
    require(can_manage(by))
    require_valid(Organisation(name=name, kind=kind, short_name=short_name, website=website), *TYPED)
    # A second click finds what the first has made; the same name with other facts is a mistake.
    known = Organisation.objects.filter(name=name).first()
    if known is not None and (known.kind, known.short_name, known.website) == (kind, short_name, website):
        return known
    _require_free_name(name)
    organisation = create_with_free_slug(
        Organisation, name, kind=kind, short_name=short_name, website=website, sort_key=sort_key(name)
    )
    record("members.organisation_created", actor=by, target=organisation, data={"kind": kind})
    return organisation


@transaction.atomic
def change_organisation(*, organisation, version, wanted, by) -> Organisation:
    """Give it what is typed in `wanted`, a row that is never saved.

    The pillar decides at once what all its members may see. Raises Stale when it was changed elsewhere.
    """
    organisation = lock(organisation)
    require(can_manage(by))
    fields = {name: getattr(wanted, name) for name in TYPED}
    changed = changes_of(organisation, fields)
    if not changed:
        return organisation
    require_version(organisation, version, fields)
    require_valid(wanted, *TYPED)
    _require_free_name(wanted.name, but=organisation)
    save_changes(organisation, {**fields, "sort_key": sort_key(wanted.name)})
    record("members.organisation_changed", actor=by, target=organisation, data={"changes": changed})
    return organisation


@transaction.atomic
def close_organisation(*, organisation, by) -> Organisation:
    """From now on nobody can be invited for it; its history stays."""
    organisation = lock(organisation)
    require(can_manage(by))
    if organisation.closed_on:
        return organisation
    require(can_close_organisation(by, organisation))
    save_changes(organisation, {"closed_on": today()})
    record("members.organisation_closed", actor=by, target=organisation)
    return organisation


@transaction.atomic
def reopen_organisation(*, organisation, by) -> Organisation:
    organisation = lock(organisation)
    require(can_manage(by))
    if organisation.closed_on:
        save_changes(organisation, {"closed_on": None})
        record("members.organisation_reopened", actor=by, target=organisation)
    return organisation


@transaction.atomic
def confirm_people(*, organisation, by) -> Organisation:
    """»These are our people«, said once a year by the Ansprechperson of the organisation."""
    organisation = lock(organisation)
    require(can_confirm_people(by, organisation))
    if organisation.people_confirmed_on != today():
        organisation.people_confirmed_on = today()
        organisation.save(update_fields=["people_confirmed_on", "updated_at"])
        record("members.people_confirmed", actor=by, target=organisation)
    return organisation


def _require_free_name(name, but=None):
    others = Organisation.objects.filter(name__iexact=name)  # capitals make no other name
    if but is not None:
        others = others.exclude(pk=but.pk)
    if others.exists():
        raise ValidationError({"name": _("Eine Organisation mit diesem Namen gibt es schon.")})
