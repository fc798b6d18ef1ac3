"""A packed folder is unpacked."""
import io
import tarfile

content = io.BytesIO()
with tarfile.open(fileobj=content, mode="w") as archive:
    member = tarfile.TarInfo("new")
    member.size = 4
    archive.addfile(member, io.BytesIO(b"data"))
content.seek(0)
with tarfile.open(fileobj=content) as archive:
    archive.extract("new")
