from django.urls import path

from agenda.views import changes, conferences, exports, pages, people, programme

app_name = "agenda"
urlpatterns = [
    path("", conferences.conferences, name="conferences"),
    path("<slug:conference>/", pages.front, name="front"),
    path("<slug:conference>/agenda/", programme.programme, name="programme"),
    path("<slug:conference>/agenda/<slug:session>/", pages.session, name="session"),
    path("<slug:conference>/agenda.ics", exports.feed, name="feed"),
    path("<slug:conference>/agenda/<slug:session>.ics", exports.entry, name="entry"),
    path("<slug:conference>/schedule.json", exports.as_json, name="schedule_json"),
    path("<slug:conference>/schedule.xml", exports.as_xml, name="schedule_xml"),
    path("<slug:conference>/preview.png", exports.picture, name="preview"),
    path("<slug:conference>/speakers/", people.speakers, name="speakers"),
    path("<slug:conference>/speakers/<slug:speaker>/", people.speaker, name="speaker"),
    path(
        "<slug:conference>/organisations/", people.organisations, name="organisations"
    ),
    path(
        "<slug:conference>/organisations/<int:organisation>/",
        people.organisation,
        name="organisation",
    ),
    path("<slug:conference>/results/", people.results, name="results"),
    path("<slug:conference>/changes/", changes.changes, name="changes"),
    path("<slug:conference>/privacy/", pages.privacy, name="privacy"),
    path("<slug:conference>/accessibility/", pages.accessibility, name="accessibility"),
]
