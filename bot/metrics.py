"""What `/metrics` shows, in a registry of the program's own."""

from prometheus_client import CollectorRegistry, Counter, Histogram


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
