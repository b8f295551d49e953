"""All components on one page, for staff who build or judge the look."""

from django.contrib.admin.views.decorators import staff_member_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from confsite.examples import Examples


@require_safe
@staff_member_required
def gallery(request: HttpRequest) -> HttpResponse:
    return render(request, "gallery.html", {"examples": Examples()})
