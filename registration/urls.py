from django.urls import path

from registration.participants.pages import participants
from registration.personal import confirming, listing, yours
from registration.personal import views as personal
from registration.signup import views as signup
from registration.signup.received import received

app_name = "registration"
urlpatterns = [
    path("<slug:conference>/register/", signup.register, name="register"),
    path("<slug:conference>/register/received/", received, name="received"),
    path("<slug:conference>/participants/", participants, name="participants"),
    path("<slug:conference>/my/<str:token>/", personal.my, name="my"),
    path("<slug:conference>/my/<str:token>/cancel/", personal.cancel, name="cancel"),
    path("<slug:conference>/my/<str:token>/resend/", personal.resend, name="resend"),
    path("<slug:conference>/my/<str:token>/agreed/", personal.agreed, name="agreed"),
    path("<slug:conference>/my/<str:token>/agree/", personal.agree, name="agree"),
    path(
        "<slug:conference>/my/<str:token>/withdraw/",
        personal.withdraw,
        name="withdraw",
    ),
    path(
        "<slug:conference>/my/<str:token>/participants/",
        listing.participants,
        name="my_participants",
    ),
    path(
        "<slug:conference>/my/<str:token>/listed-name/",
        listing.listed_name,
        name="listed_name",
    ),
    path("<slug:conference>/my/<str:token>/keep/", personal.keep, name="keep"),
    path(
        "<slug:conference>/my/<str:token>/come-back/",
        personal.come_back,
        name="come_back",
    ),
    path(
        "<slug:conference>/my/<str:token>/calendar.ics",
        personal.calendar_file,
        name="calendar",
    ),
    path("<slug:conference>/my/<str:token>/details/", yours.details, name="details"),
    path("<slug:conference>/my/<str:token>/address/", yours.address, name="address"),
    path("<slug:conference>/my/<str:token>/data/", yours.data, name="data"),
    path(
        "<slug:conference>/my/<str:token>/data.json", yours.data_file, name="data_file"
    ),
    path("<slug:conference>/my/<str:token>/erase/", yours.erase, name="erase"),
    # Called as the letters whose links they are.
    path(
        "<slug:conference>/my/<str:token>/confirm-address/",
        confirming.confirm_address,
        name="confirm_address",
    ),
    path(
        "<slug:conference>/my/<str:token>/confirm-erasure/",
        confirming.confirm_erasure,
        name="confirm_erasure",
    ),
    path("<slug:conference>/erased/<uuid:receipt>/", confirming.erased, name="erased"),
]
