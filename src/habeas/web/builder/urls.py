"""Addresses of the text of a report."""

from django.urls import path

from habeas.web.builder import round_views, views, word_views

app_name = "builder"
urlpatterns = [
    path("<str:public_id>/", views.text, name="text"),
    path("<str:public_id>/begin/", views.begin, name="begin"),
    path("<str:public_id>/add/<slug:form>/<str:after>/", views.add, name="add"),
    path("<str:public_id>/passage/<str:passage_id>/", views.passage, name="passage"),
    path("<str:public_id>/passage/<str:passage_id>/write/", views.write, name="write"),
    path("<str:public_id>/passage/<str:passage_id>/move/", views.move, name="move"),
    path("<str:public_id>/passage/<str:passage_id>/remove/", views.remove, name="remove"),
    path("<str:public_id>/passage/<str:passage_id>/back/", views.put_back, name="put_back"),
    path("<str:public_id>/numbers/", views.numbers, name="numbers"),
    path("<str:public_id>/asks/", views.asks, name="asks"),
    path("<str:public_id>/copy/<slug:form>/", word_views.copy, name="copy"),
    path("<str:public_id>/returned/", word_views.bring_back, name="bring_back"),
    path("<str:public_id>/returned/<str:incoming_id>/", word_views.merge, name="merge"),
    path("<str:public_id>/rounds/add/", round_views.add, name="round_add"),
    path("<str:public_id>/rounds/<str:round_id>/", round_views.round_, name="round"),
    path("<str:public_id>/rounds/<str:round_id>/remark/", round_views.remark, name="remark"),
    path(
        "<str:public_id>/rounds/<str:round_id>/remark/<str:remark_id>/",
        round_views.decide,
        name="remark_decide",
    ),
]
