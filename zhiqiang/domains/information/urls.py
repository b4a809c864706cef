"""Addresses of information services."""

from django.urls import path

from zhiqiang.domains.information.views import profiles, pushes, questions, topics

app_name = "information"
urlpatterns = [
    path("topics/", topics.topics, name="topics"),
    path("topics/found/", topics.found_topic, name="found_topic"),
    path("topics/<int:topic_id>/", topics.topic, name="topic"),
    path("topics/<int:topic_id>/export/", topics.export_topic, name="export_topic"),
    path("topics/<int:topic_id>/edit/", topics.edit_topic, name="edit_topic"),
    path("topics/<int:topic_id>/act/", topics.act, name="topic_act"),
    path("topics/<int:topic_id>/seen/", topics.seen, name="topic_seen"),
    path("topics/entries/<int:topic_entry_id>/", topics.entry, name="entry"),
    path("pushes/", pushes.pushes, name="pushes"),
    path("pushes/act/", pushes.push_act, name="push_act"),
    path("pushes/<int:push_id>/open/", pushes.open_push, name="open_push"),
    path("pushes/<int:push_id>/answer/", pushes.answer_push, name="answer_push"),
    path("deliveries/", pushes.deliveries, name="deliveries"),
    path("deliveries/<int:delivery_id>/", pushes.delivery, name="delivery"),
    path("deliveries/<int:delivery_id>/act/", pushes.delivery_act, name="delivery_act"),
    path("deliveries/<int:delivery_id>/file/", pushes.delivery_file, name="delivery_file"),
    path("profiles/", profiles.profiles, name="profiles"),
    path("profiles/make/", profiles.make_profiles, name="make_profiles"),
    path("profiles/<int:profile_id>/", profiles.profile, name="profile"),
    path("profiles/<int:profile_id>/act/", profiles.profile_act, name="profile_act"),
    path("questions/", questions.questions, name="questions"),
    path("questions/save/", questions.save_question, name="save_question"),
    path("questions/<int:question_id>/", questions.question, name="question"),
    path("questions/<int:question_id>/act/", questions.question_act, name="question_act"),
    path("own/", profiles.own, name="own"),
]
