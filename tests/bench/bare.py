"""Django as `startproject` makes it, with one view: the unit »heq« of all figures, and the bare memory."""

from django.http import HttpRequest, HttpResponse
from django.urls import path


def hello(request: HttpRequest) -> HttpResponse:
    return HttpResponse("Hello, world")


urlpatterns = [path("hello/", hello)]
