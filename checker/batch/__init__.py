"""Floor 6: corpora. Batches of documents in, batches of results out; one function for every engine.

schema     what goes in and what comes out
checking   check_batches: Iterator[RecordBatch] -> Iterator[RecordBatch]
plan       files -> pieces of work; reading: a piece -> batches of documents
dataset    batches of results -> Parquet files; run: what a run in a folder is, so that it can be resumed
local      many processes of this machine; spark, ray: the engines of clusters, each with its own door
summary    SQL over what was written
"""
