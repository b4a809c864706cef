"""Addresses of work: the desk, lists, items, entries."""

from django.urls import path

from zhiqiang.domains.duties.views import boards, desks, entries, items, orders, sittings, templates

app_name = "duties"
urlpatterns = [
    path("", desks.desk, name="desk"),
    path("calendar/", desks.calendar, name="calendar"),
    path("lists/", boards.work_lists, name="lists"),
    path("lists/<int:list_id>/", boards.board, name="board"),
    path("lists/<int:list_id>/bodies/<int:body_id>/", boards.body, name="body"),
    path("lists/<int:list_id>/act/", boards.act, name="list_act"),
    path("items/<int:item_id>/", items.item, name="item"),
    path("items/<int:item_id>/settle/", items.settle, name="settle"),
    path("items/<int:item_id>/act/", items.act, name="item_act"),
    path("items/<int:item_id>/report/<int:body_id>/", entries.report, name="report"),
    path("entries/<int:entry_id>/", entries.revise, name="revise"),
    path("entries/<int:entry_id>/check/", entries.check, name="check"),
    path("evidence/<int:evidence_id>/", entries.evidence, name="evidence"),
    path("orders/", orders.orders, name="orders"),
    path("orders/issue/", orders.issue, name="issue_order"),
    path("orders/<int:order_id>/", orders.order, name="order"),
    path("orders/<int:order_id>/act/", orders.act, name="order_act"),
    path("sittings/", sittings.sittings, name="sittings"),
    path("sittings/open/", sittings.open_sitting, name="open_sitting"),
    path("sittings/<int:sitting_id>/", sittings.sitting, name="sitting"),
    path("sittings/<int:sitting_id>/agenda/", sittings.agenda, name="agenda"),
    path("sittings/<int:sitting_id>/minutes/", sittings.minutes, name="minutes"),
    path("sittings/<int:sitting_id>/act/", sittings.act, name="sitting_act"),
    path("sittings/<int:sitting_id>/paper/<slug:form>/", sittings.paper, name="sitting_paper"),
    path("template/", templates.template, name="template"),
    path("template/download/", templates.download, name="download_template"),
    path("template/drop/", templates.drop, name="drop_template"),
    path("replies/<int:reply_id>/", orders.reply_file, name="reply_file"),
]
