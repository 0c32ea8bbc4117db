"""The five results of the peers benchmark in pandas, with Arrow for the strings.

Arguments and output as in polars_work.py. The JSON is read by a loop around orjson, as somebody in a hurry would tune it; with
`plain` as a third argument by what pandas itself has for it, read_json and json_normalize.
"""

import glob
import gzip
import json
import platform
import re
import resource
import sys
import time
import unicodedata
from pathlib import Path

import numpy as np
import orjson
import pandas as pd

COUNTS = ["likes", "comments", "saves", "shares", "reposts", "views", "reach", "interactions"]
TEXTS = ["account", "fetched_at", "id", "shortcode", "permalink", "format", "caption", "posted_at"]
FORMATS = {"IMAGE": "image", "VIDEO": "video", "CAROUSEL_ALBUM": "carousel"}


def hashtag_pattern() -> re.Pattern[str]:
    """`#[\\p{L}\\p{M}\\p{N}_]+`: Python's \\w has the letters and the numbers, its re has no class for the marks."""
    marks = [code for code in range(sys.maxunicode + 1) if unicodedata.category(chr(code))[0] == "M"]
    ranges: list[list[int]] = []
    for code in marks:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    classes = "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)
    return re.compile(f"#([\\w{classes}]+)")


def raw_files(raw: str) -> list[str]:
    return sorted(glob.glob(f"{raw}/source=*/account=*/stream=media/date=*/*.ndjson.gz"))


def plain_columns(raw: str) -> dict[str, pd.Series]:
    pages = pd.concat([pd.read_json(path, lines=True, dtype=False) for path in raw_files(raw)])
    pages = pages[pages["status"] == 200]
    envelopes = [
        {"data": json.loads(page.body)["data"], "page_account": page.account, "fetched_at": page.fetched_at}
        for page in pages.itertuples()
    ]
    posts = pd.json_normalize(envelopes, record_path="data", meta=["page_account", "fetched_at"])
    insights = pd.DataFrame(
        [
            {entry["name"]: entry["values"][0]["value"] for entry in entries}
            for entries in posts["insights.data"]
        ]
    )
    return {
        "account": posts["page_account"],
        "fetched_at": posts["fetched_at"],
        "id": posts["id"],
        "shortcode": posts["shortcode"],
        "permalink": posts["permalink"],
        "format": posts["media_type"].map(FORMATS).mask(posts["media_product_type"] == "REELS", "reel"),
        "caption": posts["caption"],
        "posted_at": posts["timestamp"],
        "likes": posts["like_count"],
        "comments": posts["comments_count"],
        "saves": posts["saved_count"],
        "shares": posts["shares_count"],
        "reposts": posts["reposts_count"],
        "views": insights["views"],
        "reach": insights["reach"],
        "interactions": insights["total_interactions"],
    }


def tuned_columns(raw: str) -> dict[str, list]:
    columns: dict[str, list] = {name: [] for name in TEXTS + COUNTS}
    append = {name: values.append for name, values in columns.items()}
    for path in raw_files(raw):
        with gzip.open(path) as lines:
            for line in lines:
                page = orjson.loads(line)
                if page["status"] != 200:
                    continue
                posts = orjson.loads(page["body"])["data"]
                columns["account"].extend([page["account"]] * len(posts))
                columns["fetched_at"].extend([page["fetched_at"]] * len(posts))
                for post in posts:
                    insights = {entry["name"]: entry["values"][0]["value"] for entry in post["insights"]["data"]}
                    append["id"](post["id"])
                    append["shortcode"](post["shortcode"])
                    append["permalink"](post["permalink"])
                    append["format"](
                        "reel" if post["media_product_type"] == "REELS" else FORMATS[post["media_type"]]
                    )
                    append["caption"](post.get("caption"))
                    append["posted_at"](post["timestamp"])
                    append["likes"](post.get("like_count"))
                    append["comments"](post["comments_count"])
                    append["saves"](post["saved_count"])
                    append["shares"](post["shares_count"])
                    append["reposts"](post["reposts_count"])
                    append["views"](insights["views"])
                    append["reach"](insights["reach"])
                    append["interactions"](insights["total_interactions"])
    return columns


def typed_posts(columns: dict) -> pd.DataFrame:
    return pd.DataFrame(
        {
            **{name: pd.array(columns[name], dtype="str") for name in TEXTS},
            **{name: np.array(columns[name], dtype=np.int64) for name in COUNTS if name != "likes"},
            "account": pd.Categorical(columns["account"]),
            "format": pd.Categorical(columns["format"]),
            "likes": pd.array(columns["likes"], dtype="Int64"),
            "fetched_at": pd.to_datetime(pd.Series(columns["fetched_at"]), format="ISO8601", utc=True),
            "posted_at": pd.to_datetime(pd.Series(columns["posted_at"]), format="ISO8601", utc=True),
        }
    )


def medians(frame: pd.DataFrame, keys: list[str], values: list[str]) -> pd.DataFrame:
    groups = frame.groupby(keys, observed=True, sort=False)
    result = groups[values].median().add_prefix("median_")
    result.insert(0, "posts", groups.size())
    return result.reset_index()


def main(raw: str, out: str, how: str = "tuned") -> None:
    begun, cpu = time.perf_counter(), time.process_time()
    pattern = hashtag_pattern()
    posts = typed_posts(plain_columns(raw) if how == "plain" else tuned_columns(raw))
    latest = posts.sort_values("fetched_at", kind="stable").drop_duplicates("id", keep="last")
    posted = latest["posted_at"].dt
    midnight = posted.tz_localize(None).dt.normalize()
    dated = latest.assign(
        week=midnight - pd.to_timedelta(posted.day_of_week, unit="D"),
        weekday=posted.day_of_week + 1,
        hour=posted.hour,
    )
    weekly = medians(dated, ["account", "format", "week"], ["likes", "reach", "interactions"])
    slots = medians(dated, ["account", "weekday", "hour"], ["reach", "interactions"])
    find = pattern.findall
    tagged = latest[["account", "interactions"]].assign(
        hashtag=[
            None if not isinstance(text, str) else list({tag.lower() for tag in find(text)})
            for text in latest["caption"]
        ]
    )
    hashtags = medians(tagged.explode("hashtag").dropna(), ["account", "hashtag"], ["interactions"])
    seconds, cpu_seconds = time.perf_counter() - begun, time.process_time() - cpu

    weekly["week"] = weekly["week"].dt.strftime("%Y-%m-%d")
    for name, frame in {"weekly": weekly, "slots": slots, "hashtags": hashtags}.items():
        frame.to_csv(Path(out) / f"{name}.csv", index=False)
    epoch = pd.Timestamp("1970-01-01", tz="UTC")
    second = pd.Timedelta(1, unit="s")
    for name, frame in {"posts": posts, "latest": latest}.items():
        summary = {
            "rows": len(frame),
            "ids": frame["id"].nunique(),
            "characters": int(frame["caption"].str.len().sum()),
            "posted_at": int(((frame["posted_at"] - epoch) // second).sum()),
            "fetched_at": int(((frame["fetched_at"] - epoch) // second).sum()),
            "hidden": int(frame["likes"].isna().sum()),
            **{count: int(frame[count].sum()) for count in COUNTS},
        }
        pd.DataFrame([summary]).to_csv(Path(out) / f"{name}.csv", index=False)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    version = f"pandas {pd.__version__}, Python {platform.python_version()}"
    print(
        json.dumps({"seconds": seconds, "cpu_seconds": cpu_seconds, "peak_rss_kb": peak, "version": version})
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
