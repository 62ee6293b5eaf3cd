"""Files of the library: tags, downloads, uploads, with Microsoft's own examples."""

import re
from io import BytesIO
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from local365.sites import Sites
from tests.local365.graph.clock import Clock
from tests.local365.graph.graph_client import Answer, Graph

BOOK = "/drive/root:/Forms/Prevention%20First.xlsx"
DOWNLOAD_URL = "@microsoft.graph.downloadUrl"


async def downloaded(graph: Graph, url: str, **headers: str) -> Answer:
    """The answer at a download URL, asked for without a token."""
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    return await graph.plain("GET", url, None, sent)


async def test_a_file_is_shown_as_in_microsofts_example(graph: Graph, site: str) -> None:
    """https://learn.microsoft.com/graph/api/driveitem-get: properties and the form of the tags."""
    item = (await graph.get(f"{site}{BOOK}")).json

    assert {"createdBy", "createdDateTime", "lastModifiedBy", "lastModifiedDateTime", "name", "size"} <= item.keys()
    assert item["name"] == "Prevention First.xlsx"
    assert re.fullmatch(r'"\{[0-9A-F-]{36}\},1"', item["eTag"])
    assert re.fullmatch(r'"c:\{[0-9A-F-]{36}\},1"', item["cTag"])
    assert item["file"]["mimeType"].endswith("spreadsheetml.sheet")
    assert item["parentReference"]["path"].endswith("/root:/Forms")


async def test_the_root_is_a_folder(graph: Graph, site: str) -> None:
    """https://learn.microsoft.com/graph/api/driveitem-get: the example is the root."""
    item = (await graph.get(f"{site}/drive/root")).json

    assert item["root"] == {}
    assert item["folder"] == {"childCount": 1}
    assert item["size"] > 10_000


async def test_children_are_listed_by_path_and_by_id(graph: Graph, site: str) -> None:
    """https://learn.microsoft.com/graph/api/driveitem-list-children"""
    root = await graph.get(f"{site}/drive/root/children")
    by_path = await graph.get(f"{site}/drive/root:/Forms:/children")
    by_id = await graph.get(f"{site}/drive/items/{root.json['value'][0]['id']}/children")

    assert [item["name"] for item in root.json["value"]] == ["Forms"]
    assert by_path.json["value"][0]["name"] == by_id.json["value"][0]["name"] == "Prevention First.xlsx"


async def test_a_file_is_reached_through_its_drive(graph: Graph, site: str) -> None:
    drive = (await graph.get(f"{site}/drive")).json["id"]
    item = (await graph.get(f"{site}{BOOK}")).json
    by_id = await graph.get(f"/drives/{drive}/items/{item['id']}?select=id,cTag")
    by_path = await graph.get(f"/drives/{drive}/root:/Forms/Prevention%20First.xlsx?$select=id,cTag")
    encoded = await graph.get(f"/drives/{drive.replace('!', '%21')}/items/{item['id']}")

    assert by_id.json == by_path.json
    assert by_id.json["cTag"] == item["cTag"]
    assert encoded.status == 200


@pytest.mark.parametrize("form", ["root:/{path}", "root:/{path}:", "items/root:/{path}:", "items/{folder}:/{file}"])
async def test_a_file_is_addressed_in_each_documented_way(graph: Graph, site: str, form: str) -> None:
    """https://learn.microsoft.com/graph/onedrive-addressing-driveitems"""
    folder = (await graph.get(f"{site}/drive/root:/Forms")).json["id"]
    file = "Prevention%20First.xlsx"
    answer = await graph.get(f"{site}/drive/{form.format(path=f'Forms/{file}', folder=folder, file=file)}")

    assert (answer.status, answer.json["name"]) == (200, "Prevention First.xlsx")


@pytest.mark.parametrize("path", ["/drive/root:/Forms/None.xlsx", "/drive/items/01NONE", "/drive/items/01NONE/content"])
async def test_a_file_that_is_not_there_is_not_found(graph: Graph, site: str, path: str) -> None:
    answer = await graph.get(f"{site}{path}")

    assert (answer.status, answer.code) == (404, "itemNotFound")


async def test_content_is_redirected_to_a_url_that_needs_no_token(graph: Graph, site: str) -> None:
    """https://learn.microsoft.com/graph/api/driveitem-get-content: 302 Found and Location."""
    answer = await graph.get(f"{site}{BOOK}:/content")
    file = await downloaded(graph, answer.headers["Location"])

    assert (answer.status, answer.content) == (302, b"")
    assert file.status == 200
    assert file.content.startswith(b"PK")


@pytest.mark.parametrize("tag", ["cTag", "eTag"])
@pytest.mark.parametrize("path", [BOOK, f"{BOOK}:/content"])
async def test_a_file_that_is_known_is_not_sent_again(graph: Graph, site: str, tag: str, path: str) -> None:
    """https://learn.microsoft.com/graph/api/driveitem-get-content: if-none-match takes the eTag or the cTag."""
    item = (await graph.get(f"{site}{BOOK}")).json
    known = await graph.get(f"{site}{path}", If_None_Match=item[tag])
    unknown = await graph.get(f"{site}{path}", If_None_Match='"c:{OTHER},1"')

    assert (known.status, known.content) == (304, b"")
    assert unknown.status in (200, 302)


async def test_the_download_url_is_had_with_the_item(graph: Graph, site: str) -> None:
    """https://learn.microsoft.com/graph/api/driveitem-get-content: select=id,@microsoft.graph.downloadUrl."""
    answer = await graph.get(f"{site}{BOOK}?select=id,{DOWNLOAD_URL}")
    file = await downloaded(graph, answer.json[DOWNLOAD_URL])

    assert answer.json.keys() == {"@odata.context", "id", DOWNLOAD_URL}
    assert file.content.startswith(b"PK")


async def test_a_download_url_dies_after_minutes(graph: Graph, site: str, clock: Clock) -> None:
    url = (await graph.get(f"{site}{BOOK}:/content")).headers["Location"]
    clock.passes(minutes=4)
    alive = await downloaded(graph, url)
    clock.passes(minutes=1)
    dead = await downloaded(graph, url)

    assert (alive.status, dead.status) == (200, 401)


async def test_a_download_url_cant_be_made_up(graph: Graph, site: str) -> None:
    url = (await graph.get(f"{site}{BOOK}:/content")).headers["Location"]
    answer = await downloaded(graph, url[:-1] + ("0" if url[-1] != "0" else "1"))

    assert answer.status == 401


@pytest.mark.parametrize(
    ("asked", "part", "bounds"),
    [
        ("bytes=0-1", slice(0, 2), "bytes 0-1/{size}"),
        ("bytes=2-", slice(2, None), "bytes 2-{last}/{size}"),
        ("bytes=-3", slice(-3, None), "bytes {third}-{last}/{size}"),
        ("bytes=0-99999999", slice(None), "bytes 0-{last}/{size}"),
    ],
)
async def test_a_part_of_a_file_is_had_at_the_download_url(
    graph: Graph,
    site: str,
    asked: str,
    part: slice,
    bounds: str,
) -> None:
    """https://learn.microsoft.com/graph/api/driveitem-get-content#partial-range-downloads"""
    url = (await graph.get(f"{site}{BOOK}:/content")).headers["Location"]
    whole = (await downloaded(graph, url)).content
    answer = await downloaded(graph, url, Range=asked)

    size = len(whole)
    assert (answer.status, answer.content) == (206, whole[part])
    assert answer.headers["Content-Range"] == bounds.format(size=size, last=size - 1, third=size - 3)


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("lines=1-2", 200),
        ("bytes=-", 200),
        ("bytes=\u0661-", 200),
        (f"bytes={'9' * 5000}-", 200),
        ("bytes=99999999-", 416),
    ],
)
async def test_a_part_that_makes_no_sense_is_the_whole_or_nothing(
    graph: Graph,
    site: str,
    asked: str,
    status: int,
) -> None:
    """ "If the range can't be generated the Range header may be ignored"."""
    url = (await graph.get(f"{site}{BOOK}:/content")).headers["Location"]
    answer = await downloaded(graph, url, Range=asked)

    assert answer.status == status


async def test_a_range_means_nothing_at_content(graph: Graph, site: str) -> None:
    answer = await graph.get(f"{site}{BOOK}:/content", Range="bytes=0-1")

    assert answer.status == 302


async def test_a_folder_has_no_content(graph: Graph, site: str) -> None:
    answer = await graph.get(f"{site}/drive/root:/Forms:/content")

    assert (answer.status, answer.code) == (400, "invalidRequest")


async def test_a_file_is_uploaded_as_in_microsofts_example(graph: Graph, site: str) -> None:
    """https://learn.microsoft.com/graph/api/driveitem-put-content: 201 for a new file, with its size."""
    content = b"The contents of the file goes here."
    answer = await graph.put(f"{site}/drive/root:/Forms/FileB.txt:/content", content, Content_Type="text/plain")

    assert answer.status == 201
    assert (answer.json["name"], answer.json["size"]) == ("FileB.txt", 35)
    assert "file" in answer.json


async def test_a_file_is_uploaded_into_a_folder_by_its_id(graph: Graph, site: str) -> None:
    folder = (await graph.get(f"{site}/drive/root:/Forms")).json["id"]
    answer = await graph.put(f"{site}/drive/items/{folder}:/FileC.txt:/content", b"c")

    assert answer.status == 201
    assert answer.json["parentReference"]["id"] == folder


async def test_a_replaced_file_keeps_its_id_and_has_new_tags(graph: Graph, site: str) -> None:
    before = (await graph.get(f"{site}{BOOK}")).json
    answer = await graph.put(f"{site}/drive/items/{before['id']}/content", b"other")
    file = await downloaded(graph, (await graph.get(f"{site}{BOOK}:/content")).headers["Location"])

    assert answer.status == 200
    assert answer.json["id"] == before["id"]
    assert answer.json["cTag"] != before["cTag"]
    assert answer.json["eTag"] != before["eTag"]
    assert file.content == b"other"


async def test_a_file_is_not_replaced_over_somebody_elses(graph: Graph, site: str) -> None:
    before = (await graph.get(f"{site}{BOOK}")).json
    await graph.put(f"{site}{BOOK}:/content", b"other")
    answer = await graph.put(f"{site}{BOOK}:/content", b"mine", If_Match=before["eTag"])

    assert answer.status == 412


async def test_a_file_that_is_there_may_be_a_conflict(graph: Graph, site: str) -> None:
    conflict = "@microsoft.graph.conflictBehavior=fail"
    answer = await graph.put(f"{site}{BOOK}:/content?{conflict}", b"mine")

    assert (answer.status, answer.code) == (409, "nameAlreadyExists")


async def test_a_renamed_file_keeps_its_content_tag(graph: Graph, site: str) -> None:
    """https://learn.microsoft.com/graph/api/driveitem-update"""
    before = (await graph.get(f"{site}{BOOK}")).json
    answer = await graph.patch(f"{site}/drive/items/{before['id']}", {"name": "new-file-name.xlsx"})
    gone = await graph.get(f"{site}{BOOK}")

    assert (answer.status, answer.json["name"]) == (200, "new-file-name.xlsx")
    assert answer.json["cTag"] == before["cTag"]
    assert answer.json["eTag"] != before["eTag"]
    assert gone.status == 404


async def test_a_name_that_is_taken_is_a_conflict(graph: Graph, site: str) -> None:
    await graph.put(f"{site}/drive/root:/Forms/FileB.txt:/content", b"b")
    answer = await graph.patch(f"{site}{BOOK}", {"name": "FILEB.txt"})

    assert (answer.status, answer.code) == (409, "nameAlreadyExists")


async def test_a_name_with_signs_sharepoint_refuses_is_refused(graph: Graph, site: str) -> None:
    answer = await graph.patch(f"{site}{BOOK}", {"name": "a/b.xlsx"})

    assert (answer.status, answer.code) == (400, "invalidRequest")


async def test_a_deleted_file_is_gone_and_a_new_one_has_another_id(graph: Graph, site: str) -> None:
    before = (await graph.get(f"{site}{BOOK}")).json
    deleted = await graph.delete(f"{site}/drive/items/{before['id']}")
    answer = await graph.put(f"{site}{BOOK}:/content", b"again")

    assert deleted.status == 204
    assert answer.status == 201
    assert answer.json["id"] != before["id"]


async def test_reading_files_everywhere_opens_the_library_but_no_list(graph: Graph, site: str, cases: str) -> None:
    """https://learn.microsoft.com/graph/api/driveitem-get-content: Files.Read.All."""
    reader = graph.with_roles("Files.Read.All")

    assert (await reader.get(f"{site}{BOOK}:/content")).status == 302
    assert (await reader.put(f"{site}{BOOK}:/content", b"x")).status == 403
    assert (await reader.get(cases)).status == 403


async def test_the_workbook_is_one_that_forms_writes(graph: Graph, site: str, clock: Clock) -> None:
    """facts: forms-workbook: sheet, table and headings; dates are Excel dates; texts stay texts."""
    graph.sites.switches.download_seconds = 600
    url = (await graph.get(f"{site}{BOOK}:/content")).headers["Location"]
    seeded = (await downloaded(graph, url)).content
    rows = CalamineWorkbook.from_filelike(BytesIO(seeded)).get_sheet_by_name("Sheet1").to_python()
    graph.tenant.take_sites(Sites.seeded(arriving=True))
    while graph.sites.arrive_next(at=clock.now()):
        pass
    url = (await graph.get(f"{site}{BOOK}:/content")).headers["Location"]
    arrived = (await downloaded(graph, url)).content

    assert CalamineWorkbook.from_filelike(BytesIO(arrived)).get_sheet_by_name("Sheet1").to_python() == rows
    assert len(rows) == 25
    with ZipFile(BytesIO(arrived)) as parts:
        table = parts.read("xl/tables/table1.xml").decode()
        sheet = parts.read("xl/worksheets/sheet1.xml").decode()
    assert 'name="OfficeForms.Table"' in table
    assert "<f>" not in sheet
