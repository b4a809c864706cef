"""Filters for figures, money and dates."""

from django import template

register = template.Library()
