"""A start with roles that open nothing, or a provider that is unsafe, is refused."""

from shutil import copytree

from zhiqiang.records.accounts.checks import check_provider, check_roles


def test_the_catalogue_that_ships_is_fine():
    assert check_roles() == [] and check_provider() == []


def test_roles_with_which_nobody_could_manage_are_refused(tmp_path, settings):
    copytree(settings.CATALOGUE / "roles", tmp_path / "roles")
    copytree(settings.CATALOGUE / "codes", tmp_path / "codes")
    for name in ("administrator", "system_administrator"):
        path = tmp_path / "roles" / f"{name}.yml"
        path.write_text(path.read_text("utf-8").replace("manage_people", "see_public"), "utf-8")
    settings.CATALOGUE = tmp_path
    assert "manage_people" in check_roles()[0].msg
    (tmp_path / "roles" / "visitor.yml").write_text("zh: [", "utf-8")
    settings.CATALOGUE = tmp_path / "." / "roles" / ".."
    assert [one.id for one in check_roles()] == ["accounts.E001"]


def test_a_provider_file_that_others_can_read_is_refused(tmp_path, settings):
    settings.HOME = tmp_path
    path = tmp_path / "identity_provider.yml"
    path.write_text("issuer: https://id.example\nclient_id: a\nclient_secret: b\n", "utf-8")
    path.chmod(0o644)
    assert "chmod 600" in check_provider()[0].msg
    path.chmod(0o600)
    assert check_provider() == []
