from django.urls import path

from agenda.views import pages

app_name = "agenda"
urlpatterns = [
    path("<slug:conference>/", pages.front, name="front"),
    path("<slug:conference>/agenda/", pages.programme, name="programme"),
    path("<slug:conference>/agenda/<slug:session>/", pages.session, name="session"),
    path("<slug:conference>/speakers/", pages.speakers, name="speakers"),
    path("<slug:conference>/speakers/<slug:speaker>/", pages.speaker, name="speaker"),
    path("<slug:conference>/privacy/", pages.privacy, name="privacy"),
    path("<slug:conference>/accessibility/", pages.accessibility, name="accessibility"),
]
