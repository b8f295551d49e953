"""Pages of one's own account, below /admin/account/; of django-allauth none is open."""

from django.contrib import admin
from django.urls import path

from confsite.staff import second, security

own = admin.site.admin_view

urlpatterns = [
    path("", own(security.security), name="security"),
    path("second/", second.second_factor, name="second_factor"),
    path("app/", second.set_up_app, name="set_up_app"),
    path("passkey/", second.set_up_passkey, name="set_up_passkey"),
    path("again/", own(second.ask_again), name="ask_again"),
    path("codes/", own(security.recovery_codes), name="recovery_codes"),
    path("factors/<int:pk>/", own(security.remove_factor), name="remove_factor"),
    path("sessions/<int:pk>/", own(security.end_session), name="end_session"),
    path("sessions/", own(security.end_other_sessions), name="end_other_sessions"),
]
