"""Policies about a code, listed in pages by a foreign client."""

import subprocess
import time
import zipfile

import grpc
import pytest

from daemon import import_command, running_server


@pytest.fixture(scope="module")
def server(binaries, certificates, tmp_path_factory):
    store = tmp_path_factory.mktemp("policies") / "catalog.sqlite"
    subprocess.run(import_command(binaries, store, "--format", "starter"), check=True, capture_output=True)
    with running_server(binaries, certificates, store) as server:
        yield server


@pytest.fixture(scope="module")
def catalog(server, stubs):
    with server.channel() as channel:
        yield stubs.CodeCatalogServiceStub(channel)


def request(stubs, code="22849", **arguments):
    key = stubs.CodeKey(system=stubs.CodeSystem.Value("CODE_SYSTEM_CPT"), code=code)
    return stubs.ListPoliciesRequest(key=key, **arguments)


def test_the_starter_catalog_lists_what_get_code_shows(catalog, stubs):
    day = stubs.Date(year=2025, month=3, day=1)
    reply, call = catalog.ListPolicies.with_call(request(stubs, as_of=day), timeout=30)
    code = catalog.GetCode(stubs.GetCodeRequest(key=request(stubs).key, as_of=day), timeout=30)
    assert list(reply.policies) == sorted(code.policies, key=lambda p: (p.payer, p.number)) and code.policies
    assert reply.total_size == len(code.policies) and not reply.next_page_token
    assert dict(call.initial_metadata())["medcodes-revision"] == "1"


def test_a_policy_does_not_apply_the_day_before(catalog, stubs):
    for month, day, count in ((6, 30, 0), (7, 1, 1)):
        date = stubs.Date(year=2024, month=month, day=day)
        assert catalog.ListPolicies(request(stubs, as_of=date), timeout=30).total_size == count


@pytest.mark.parametrize("arguments, field", [
    ({"page_size": -1}, "page_size"), ({"page_token": "AAAA"}, "page_token"), ({"page_token": "no token!"}, "page_token"),
])
def test_page_arguments_that_cannot_be_right_are_named(catalog, stubs, arguments, field):
    with pytest.raises(grpc.RpcError) as error:
        catalog.ListPolicies(request(stubs, **arguments), timeout=30)
    assert error.value.code() == grpc.StatusCode.INVALID_ARGUMENT and field in error.value.details()


def test_a_code_that_is_not_there(catalog, stubs):
    with pytest.raises(grpc.RpcError) as error:
        catalog.ListPolicies(request(stubs, code="99999"), timeout=30)
    assert error.value.code() == grpc.StatusCode.NOT_FOUND


def test_a_payers_file_is_listed_once_it_is_imported_and_replaces_that_payers_alone(
        binaries, certificates, stubs, tmp_path):
    store, table = tmp_path / "catalog.sqlite", tmp_path / "plans.csv"
    subprocess.run(import_command(binaries, store, "--format", "starter"), check=True, capture_output=True)
    day = stubs.Date(year=2025, month=3, day=1)
    with running_server(binaries, certificates, store) as server, server.channel() as channel:
        catalog = stubs.CodeCatalogServiceStub(channel)

        def listed(**arguments):
            policies = catalog.ListPolicies(request(stubs, as_of=day, **arguments), timeout=30).policies
            return [(p.payer, p.number) for p in policies]

        before = listed()
        for number in ("1", "2"):
            table.write_text(
                f"payer,number,title,codes,jurisdictions\nZ plan,{number},Spine,cpt:22849;cpt:22850-22852,NY\n")
            subprocess.run(import_command(binaries, store, "--format", "policies", table), check=True, capture_output=True)
            # Another process has written: what is cached here may be old for a moment.
            deadline = time.monotonic() + 20
            while ("Z plan", number) not in listed():
                assert time.monotonic() < deadline
                time.sleep(0.01)
            assert listed() == [*before, ("Z plan", number)]
        assert listed(jurisdiction="ny", payer="z PLAN") == [("Z plan", "2")]
        assert listed(jurisdiction="TX") == before


def test_downloads_of_the_coverage_database_are_read_as_they_come(binaries, certificates, stubs, tmp_path):
    """Deflated archives in archives, as CMS packs them; the codes stand in an article, the policy is the LCD."""
    def download(name, **tables):
        with zipfile.ZipFile(tmp_path / f"inner-{name}.zip", "w", zipfile.ZIP_DEFLATED) as inner:
            for table, rows in tables.items():
                inner.writestr(f"{table}.csv", "\r\n".join([*rows, ""]).encode("cp1252"))
        with zipfile.ZipFile(tmp_path / f"{name}.zip", "w", zipfile.ZIP_DEFLATED) as outer:
            outer.write(tmp_path / f"inner-{name}.zip", f"{name}_csv.zip")
        return tmp_path / f"{name}.zip"

    text = "<p>Needed \u2013 often.</p>" + "<p>More.</p>" * 20_000
    lcds = download("all_lcd", lcd=[
        "lcd_id,lcd_version,title,rev_eff_date,indication,status",
        f'90001,3,Rods,2024-01-01 00:00:00,"{text}",A'])
    articles = download("all_article", article=[
        "article_id,article_version,title,article_eff_date,status", "80001,1,Billing,2024-01-01 00:00:00,A",
    ], article_related_documents=["article_id,article_version,r_lcd_id", "80001,1,90001"],
        article_x_hcpc_code=["article_id,article_version,hcpc_code_id", "80001,1,22849"])
    store = tmp_path / "catalog.sqlite"
    for arguments in (("--format", "starter"), ("--format", "mcd", lcds, articles)):
        subprocess.run(import_command(binaries, store, *arguments), check=True, capture_output=True)
    with running_server(binaries, certificates, store) as server, server.channel() as channel:
        catalog = stubs.CodeCatalogServiceStub(channel)
        for year, numbers in ((2023, []), (2024, ["A80001", "L90001"])):
            policies = catalog.ListPolicies(request(
                stubs, as_of=stubs.Date(year=year, month=12, day=31), payer="medicare CONTRACTOR"), timeout=30).policies
            assert [p.number for p in policies] == numbers
        assert policies[1].type == "LCD" and policies[1].coverage.startswith("Needed \u2013 often.\nMore.\n")
        assert policies[1].url.endswith("lcdid=90001&ver=3")
