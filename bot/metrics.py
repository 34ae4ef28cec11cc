"""What `/metrics` shows, in a registry of the program's own."""

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Histogram

from store.types import ModelOutcome


class Metrics:
    """Counters of what was received, done and shown."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.events = Counter("scripty_events", "Events put into the inbox", registry=self.registry)
        self.jobs = Counter("scripty_jobs", "Jobs run", ["job", "result"], registry=self.registry)
        self.job_seconds = Histogram(
            "scripty_job_seconds", "How long jobs took", ["job"], registry=self.registry
        )
        self.deliveries = Counter(
            "scripty_deliveries", "What became of deliveries", ["outcome"], registry=self.registry
        )
        self.model_calls = Counter(
            "scripty_model_calls", "Requests to the model", ["outcome"], registry=self.registry
        )
        self.model_tokens = Counter(
            "scripty_model_tokens", "Tokens, in and out", ["direction"], registry=self.registry
        )
        self.model_dropped = Counter(
            "scripty_model_dropped",
            "What the model wrote and nobody saw",
            ["reason"],
            registry=self.registry,
        )

    def model_asked(self, outcome: ModelOutcome, tokens_in: int, tokens_out: int) -> None:
        """The model was asked once, with this result."""
        self.model_calls.labels(outcome).inc()
        self.model_tokens.labels("in").inc(tokens_in)
        self.model_tokens.labels("out").inc(tokens_out)

    def lines_dropped(self, dropped: Mapping[str, int]) -> None:
        """So many lines or words of an answer were not believed, by reason."""
        for reason, count in dropped.items():
            self.model_dropped.labels(reason).inc(count)
