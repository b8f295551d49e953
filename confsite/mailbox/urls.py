"""The pages of the embedded mailbox, below /mailbox/."""

from django.urls import path

from confsite.mailbox import views

app_name = "mailbox"
urlpatterns = [
    path("", views.list_letters, name="list"),
    path("open/<str:key>/", views.open_mailbox, name="open"),
    path("<str:name>/", views.letter, name="letter"),
    path("<str:name>/html/", views.html, name="html"),
    path("<str:name>/source/", views.source, name="source"),
    path("<str:name>/part/<int:number>/", views.part, name="part"),
]
