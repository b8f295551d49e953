"""Every address of the site; DESIGN names them, and others rely on the names."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path
from django.views.i18n import set_language

from agenda.views import pages, portraits, sitemap
from confsite import accent, gallery, health, language_aliases
from confsite.metrics import views as metrics
from confsite.staff import security, sign_in
from confsite.staff import views as staff
from registration.personal import views as personal

handler400 = "confsite.errors.bad_request"
handler403 = "confsite.errors.permission_denied"
handler404 = "agenda.views.pages.not_found"
handler500 = "confsite.errors.server_error"

urlpatterns = [
    path("", pages.home, name="home"),
    path("admin/gallery/", gallery.gallery, name="gallery"),
    path("admin/language/", set_language, name="set_language"),
    path("admin/login/", sign_in.sign_in, name="sign_in"),
    # By this name the page to sign in finds it.
    path("admin/password/", staff.forgotten, name="admin_password_reset"),
    path("admin/password/<int:pk>/<str:token>/", staff.choose, name="choose_password"),
    path(
        "admin/password_change/",
        admin.site.admin_view(security.ChangePassword.as_view()),
    ),
    path("admin/account/", include("confsite.staff.urls")),
    path("admin/", admin.site.urls),
    path("mailbox/", include("confsite.mailbox.urls")),
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
    path("metrics", metrics.metrics, name="metrics"),
    path("accent/<str:accent>.css", accent.accent_css, name="accent"),
    path("sitemap.xml", sitemap.sitemap, name="sitemap"),
    path("robots.txt", sitemap.robots, name="robots"),
    re_path(
        r"^portraits/(?P<digest>[0-9a-f]{64})\.jpg$",
        portraits.portrait,
        name="portrait",
    ),
    # The code on the badge is short, and the same in every language.
    path("t/<str:token>/", personal.ticket, name="ticket"),
    # Pages of the programme are kept; a form is looked for each time, so it is first.
    *i18n_patterns(
        path("", include("registration.urls")), path("", include("agenda.urls"))
    ),
    re_path(language_aliases.PATH, language_aliases.redirect),
]
