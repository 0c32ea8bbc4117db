"""The five results of the peers benchmark in polars, lazily and with all cores.

Reads the raw media files below a folder, writes each result as CSV to another, prints one JSON line: seconds of the wall and
of the CPU from the first byte read to the last result, peak memory, versions. Weeks begin on Monday; weekdays (1 = Monday) and hours are UTC.
"""

import json
import platform
import resource
import sys
import time
from pathlib import Path

import polars as pl

COUNTS = ["likes", "comments", "saves", "shares", "reposts", "views", "reach", "interactions"]

ENVELOPE = {"account": pl.String, "fetched_at": pl.String, "status": pl.Int64, "body": pl.String}

BODY = pl.Struct(
    {
        "data": pl.List(
            pl.Struct(
                {
                    "id": pl.String,
                    "shortcode": pl.String,
                    "permalink": pl.String,
                    "media_type": pl.String,
                    "media_product_type": pl.String,
                    "caption": pl.String,
                    "timestamp": pl.String,
                    "like_count": pl.Int64,
                    "comments_count": pl.Int64,
                    "saved_count": pl.Int64,
                    "shares_count": pl.Int64,
                    "reposts_count": pl.Int64,
                    "insights": pl.Struct(
                        {
                            "data": pl.List(
                                pl.Struct(
                                    {
                                        "name": pl.String,
                                        "values": pl.List(pl.Struct({"value": pl.Int64})),
                                    }
                                )
                            )
                        }
                    ),
                }
            )
        )
    }
)


def insight(name: str) -> pl.Expr:
    element = pl.element()
    return (
        pl.col("insights")
        .struct.field("data")
        .list.eval(
            element.filter(element.struct.field("name") == name)
            .struct.field("values")
            .list.first()
            .struct.field("value")
        )
        .list.first()
    )


def typed_posts(raw: str) -> pl.LazyFrame:
    return (
        pl.scan_ndjson(f"{raw}/source=*/account=*/stream=media/date=*/*.ndjson.gz", schema=ENVELOPE)
        .filter(pl.col("status") == 200)
        .select(
            "account",
            pl.col("fetched_at").str.to_datetime("%Y-%m-%dT%H:%M:%S%.3fZ", time_zone="UTC"),
            pl.col("body").str.json_decode(BODY).struct.field("data").alias("post"),
        )
        .explode("post")
        .unnest("post")
        .select(
            "account",
            "fetched_at",
            "id",
            "shortcode",
            "permalink",
            pl.when(pl.col("media_product_type") == "REELS")
            .then(pl.lit("reel"))
            .when(pl.col("media_type") == "CAROUSEL_ALBUM")
            .then(pl.lit("carousel"))
            .otherwise(pl.col("media_type").str.to_lowercase())
            .alias("format"),
            "caption",
            pl.col("timestamp").str.to_datetime("%Y-%m-%dT%H:%M:%S%z", time_zone="UTC").alias("posted_at"),
            pl.col("like_count").alias("likes"),
            pl.col("comments_count").alias("comments"),
            pl.col("saved_count").alias("saves"),
            pl.col("shares_count").alias("shares"),
            pl.col("reposts_count").alias("reposts"),
            insight("views").alias("views"),
            insight("reach").alias("reach"),
            insight("total_interactions").alias("interactions"),
        )
    )


def medians(*columns: str) -> list[pl.Expr]:
    return [pl.len().alias("posts"), *(pl.col(name).median().alias(f"median_{name}") for name in columns)]


def main(raw: str, out: str) -> None:
    begun, cpu = time.perf_counter(), time.process_time()
    posts = typed_posts(raw).collect()
    latest = posts.sort("fetched_at").unique("id", keep="last")
    lazy = latest.lazy()
    posted = pl.col("posted_at")
    weekly, slots, hashtags = pl.collect_all(
        [
            lazy.group_by("account", "format", posted.dt.truncate("1w").dt.date().alias("week")).agg(
                medians("likes", "reach", "interactions")
            ),
            lazy.group_by(
                "account", posted.dt.weekday().alias("weekday"), posted.dt.hour().alias("hour")
            ).agg(medians("reach", "interactions")),
            lazy.select(
                "account",
                "interactions",
                pl.col("caption").str.extract_all(r"#[\p{L}\p{M}\p{N}_]+").alias("hashtag"),
            )
            .with_columns(pl.col("hashtag").list.eval(pl.element().str.slice(1).str.to_lowercase()).list.unique())
            .explode("hashtag")
            .drop_nulls("hashtag")
            .group_by("account", "hashtag")
            .agg(medians("interactions")),
        ]
    )
    seconds, cpu_seconds = time.perf_counter() - begun, time.process_time() - cpu

    for name, frame in {"weekly": weekly, "slots": slots, "hashtags": hashtags}.items():
        frame.write_csv(Path(out) / f"{name}.csv")
    for name, frame in {"posts": posts, "latest": latest}.items():
        summary = frame.select(
            pl.len().alias("rows"),
            pl.col("id").n_unique().alias("ids"),
            pl.col("caption").str.len_chars().sum().alias("characters"),
            posted.dt.epoch("s").sum().alias("posted_at"),
            pl.col("fetched_at").dt.epoch("s").sum().alias("fetched_at"),
            pl.col("likes").null_count().alias("hidden"),
            *(pl.col(count).sum() for count in COUNTS),
        )
        summary.write_csv(Path(out) / f"{name}.csv")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    version = f"polars {pl.__version__}, Python {platform.python_version()}"
    print(
        json.dumps({"seconds": seconds, "cpu_seconds": cpu_seconds, "peak_rss_kb": peak, "version": version})
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
