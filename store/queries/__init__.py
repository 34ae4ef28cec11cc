"""Queries of one workspace, one file per aggregate."""
