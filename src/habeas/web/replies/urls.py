"""Addresses of the portal, of receipts and of responses."""

from django.urls import path

from habeas.web.replies import apart_views, bringing_views, desk_views, views

app_name = "replies"
urlpatterns = [
    path("", views.home, name="home"),
    path("receipts/<str:public_id>/", views.receipt, name="receipt"),
    path("receipts/<str:public_id>/reply.<str:form>", views.receipt_file, name="receipt_file"),
    path("responses/<str:public_id>/", apart_views.taken_apart, name="apart"),
    path("responses/<str:public_id>/items.<str:form>", bringing_views.apart_file, name="apart_file"),
    path("responses/<str:public_id>/bring/", bringing_views.apart_bring, name="apart_bring"),
    path(
        "responses/<str:public_id>/bring/<str:token>/", bringing_views.apart_bring_try, name="apart_bring_try"
    ),
    path("responses/<str:public_id>/rest/", apart_views.rest_silent, name="apart_rest"),
    path("responses/<str:public_id>/items/<str:ask_id>/", apart_views.item, name="apart_item"),
    path("responses/<str:public_id>/answers/<str:item_id>/", apart_views.correct, name="apart_correct"),
    path(
        "responses/<str:public_id>/answers/<str:item_id>/withdraw/",
        apart_views.withdraw,
        name="apart_withdraw",
    ),
    path("<str:public_id>/", views.report, name="report"),
    path("<str:public_id>/items/<str:ask_id>/", views.item, name="item"),
    path("<str:public_id>/items.<str:form>", bringing_views.items_file, name="items_file"),
    path("<str:public_id>/bring/", bringing_views.bring, name="bring"),
    path("<str:public_id>/bring/<str:token>/", bringing_views.bring_try, name="bring_try"),
    path("<str:public_id>/send/", views.send, name="send"),
    path("<str:public_id>/publication/", views.publication, name="publication"),
    path("<str:public_id>/responses/file/", apart_views.file_letter, name="file"),
    path("<str:public_id>/responses/", desk_views.responses, name="responses"),
]
