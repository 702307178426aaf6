"""A history whose tables a test has changed, with a manifest that says so, as if written thus."""

import hashlib
import json

import pandas as pd


def written_anew(folder, *, without=(), **days):
    """Make the manifest fit the tables that are there, less those left out; days as given."""
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    for name in without:
        del manifest["tables"][name]
    for name, said in manifest["tables"].items():
        file = folder / f"{name}.parquet"
        said["sha256"] = hashlib.sha256(file.read_bytes()).hexdigest()
        said["rows"] = len(pd.read_parquet(file, columns=[]))
    manifest["days"] |= days
    # It is not what its name says any more; without one it is named by its manifest.
    manifest.pop("name", None)
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")
