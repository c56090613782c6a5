"""Every address of the product. A surface that is switched off has none."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from habeas.web.custody.http.urls import for_machines
from habeas.web.publication.urls import published

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("habeas.web.shell.urls")),
    path("", include("habeas.web.people.urls")),
    path("journal/", include("habeas.web.journal.urls")),
    path("law/", include("habeas.web.law.urls")),
    path("rules/", include("habeas.web.safeguards.urls")),
    path("audits/", include("habeas.web.audits.urls")),
    path("dossier/", include("habeas.web.dossier.urls")),
    path("search/", include("habeas.web.search.urls")),
    path("", include("habeas.web.desk.urls")),
]

if {"public", "monitoring"} & settings.SURFACES:
    urlpatterns += [path("published/", include(published))]

if "monitoring" in settings.SURFACES:
    urlpatterns[:0] = [
        path("dossier/procedure/", include("habeas.web.procedure.urls"))
    ]  # before any Party's name
    urlpatterns += [
        path("places/", include("habeas.web.places.urls")),
        path("visits/", include("habeas.web.visits.urls")),
        path("replies/", include("habeas.web.replies.urls")),
        path("reading/", include("habeas.web.reading.urls")),
        path("text/", include("habeas.web.builder.urls")),
        path("programme/", include("habeas.web.programme.urls")),
        path("statistics/", include("habeas.web.statistics.urls")),
        path("letters/", include("habeas.web.dialogue.urls")),
        path("due/", include("habeas.web.clocks.urls")),
        path("drafts/", include("habeas.web.drafts.urls")),
        path("follow-up/", include("habeas.web.reprisals.urls")),
        path("mail-book/", include("habeas.web.mailbook.urls")),
        path("parties/", include("habeas.web.parties.urls")),
        path("", include("habeas.web.threads.urls")),  # threads/, and under asks/
        path("redaction/", include("habeas.web.redaction.urls")),
        path("publication/", include("habeas.web.publication.urls")),
        path("", include("habeas.web.reports.urls")),  # documents/, asks/ and import/
    ]

if "register" in settings.SURFACES:
    urlpatterns[:0] = for_machines  # they ask a thousand times where a person asks once
    urlpatterns += [
        path("check/", include("habeas.web.receipts.urls")),
        path("oversight/", include("habeas.web.oversight.urls")),
        path("custody/", include("habeas.web.custodydesk.urls")),
        path("custody/records/", include("habeas.web.recordpapers.urls")),
        path("disclosures/", include("habeas.web.disclosure.urls")),
        path("custody/records/", include("habeas.web.recordings.urls")),
        path("erasures/", include("habeas.web.erasure.urls")),
        path("custody/", include("habeas.web.offline.urls")),
        path("stations/", include("habeas.web.stations.urls")),
        path("outages/", include("habeas.web.outages.urls")),
    ]

handler400 = "habeas.web.shell.views.bad_request"
handler403 = "habeas.web.shell.views.forbidden"
handler404 = "habeas.web.shell.views.not_found"
handler500 = "habeas.web.shell.views.server_error"
