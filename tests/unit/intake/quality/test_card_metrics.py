"""What measured values earn."""

import pytest

from tests.quality_documents import GOOD, card_score

DIGEST = {"alg": "sha256", "value": "a" * 64}
OTHER = {"alg": "sha256", "value": "b" * 64}
SYSTEM = {"alg": "sha256", "value": "c" * 64}
INTERVAL = {"level": 0.95, "lower": 0.4, "upper": 0.6}
LIMITATION = 6 + 4  # what the prose of every model below earns


def _metric(value=0.5, name="f1", n=500, **rest):
    return {"name": name, "value": value, "unit": "ratio", **({"n": n} if n else {}), **rest}


def _run(*metrics, digest=DIGEST, dataset=None):
    return {"model_digest": digest, "metrics": list(metrics), "dataset_id": dataset}


def _points(*runs, digests=(DIGEST,), **blocks):
    """The points for metrics of each model."""
    models = [
        {
            "id": f"m{index}",
            "limitations": [GOOD, f"It misreads the names of {index} towns in Europe and Asia."],
            "artifact": {"digest": digest},
        }
        for index, digest in enumerate(digests)
    ]
    document = {"models": models, "evaluation": {"runs": list(runs)}, **blocks}
    pinned = 4
    return [
        score - LIMITATION - (pinned if digest else 0)
        for score, digest in zip(card_score(document).values(), digests, strict=True)
    ]


def test_one_sane_metric_earns_the_first_points():
    """A value without a sample size is sane and has no size."""
    assert _points(_run(_metric(n=None))) == [8]
    assert _points(_run(_metric())) == [8 + 5]
    assert _points(_run(_metric(2))) == [0]
    assert _points(_run()) == [0]
    assert _points() == [0]


@pytest.mark.parametrize(("sized", "points"), [(0, 0), (1, 1), (2, 3), (3, 5)])
def test_the_share_with_a_sample_size_is_rounded_down(sized, points):
    """Of three: 5/3 is 1, 10/3 is 3."""
    metrics = [_metric(name=f"m{n}", n=500 if n < sized else None) for n in range(3)]

    assert _points(_run(*metrics)) == [8 + points]


@pytest.mark.parametrize(("bounded", "points"), [(0, 0), (1, 1), (2, 2), (3, 4)])
def test_the_share_with_an_interval_is_rounded_down(bounded, points):
    """Of three: 4/3 is 1, 8/3 is 2."""
    metrics = [_metric(name=f"m{n}", **({"ci": INTERVAL} if n < bounded else {})) for n in range(3)]

    assert _points(_run(*metrics)) == [8 + 5 + points]


def test_the_share_of_runs_on_a_dataset_of_the_request_is_rounded_down():
    """Runs without a sane metric do not count."""
    known = _run(_metric(), dataset="d")
    other = _run(_metric(name="auc"), dataset="e")
    insane = _run(_metric(2), dataset="e")
    data = [{"id": "d", "name": "loans"}]

    assert _points(known, data=data) == [8 + 5 + 4]
    assert _points(known, other, other, data=data) == [8 + 5 + 1]
    assert _points(known, insane, data=data) == [8 + 5 + 4]
    assert _points(other, data=data) == [8 + 5]


@pytest.mark.parametrize(
    ("slices", "has_two"),
    [
        ([{"sex": "f"}, {"sex": "m"}], True),
        ([{"sex": "f"}, {"sex": "f"}], False),
        ([{"sex": "f"}, {}], False),
        ([{"sex": "f"}], False),
    ],
)
def test_one_metric_on_two_parts_of_the_data(slices, has_two):
    """Two different ones; all of the data is no part."""
    metrics = [_metric(slice=part) for part in slices]

    assert _points(_run(*metrics)) == [8 + 5 + 4 * has_two]


def test_parts_of_two_metrics_are_not_two_parts_of_one():
    """The same metric has to be measured on both."""
    metrics = [_metric(slice={"sex": "f"}), _metric(name="auc", slice={"sex": "m"})]

    assert _points(_run(*metrics)) == [8 + 5]


def test_metrics_of_fairness_count_for_parts_alone():
    """Alone or beside metrics of a run; insane ones do not."""
    parts = [_metric(slice={"sex": part}) for part in ("f", "m")]

    assert _points(fairness={"metrics": parts}) == [4]
    assert _points(fairness={"metrics": parts[1:]}) == [0]
    assert _points(_run(_metric()), fairness={"metrics": parts}) == [8 + 5 + 4]
    insane = [{**part, "value": 2} for part in parts]
    assert _points(_run(_metric()), fairness={"metrics": insane}) == [8 + 5]
    assert _points(_run(parts[0]), fairness={"metrics": parts[1:]}) == [8 + 5 + 4]


def test_a_run_counts_for_the_model_it_measured():
    """By digest; a run of the whole system counts for each of its models."""
    compute = {"compute": {"environment_digest": SYSTEM}}
    both = (DIGEST, OTHER)

    assert _points(_run(_metric()), digests=both) == [13, 0]
    assert _points(_run(_metric(), digest=SYSTEM), digests=both) == [0, 0]
    assert _points(_run(_metric(), digest=SYSTEM), digests=both, resources=compute) == [13, 13]
    shared = _run(_metric(name="auc", n=None), digest=SYSTEM)
    assert _points(_run(_metric()), shared, digests=both, resources=compute) == [10, 8]


def test_parts_of_the_system_and_of_a_model_are_held_against_each_other():
    """In whatever order the runs stand."""
    compute = {"compute": {"environment_digest": SYSTEM}}
    own = _run(_metric(slice={"sex": "f"}))
    shared = _run(_metric(slice={"sex": "m"}), digest=SYSTEM)

    for runs in ((own, shared), (shared, own)):
        assert _points(*runs, digests=(DIGEST, OTHER), resources=compute) == [17, 13]


def test_without_a_digest_all_runs_count_for_an_only_model():
    """Of two models nobody knows which one was measured."""
    unmeasured = {"metrics": [_metric()]}

    assert _points(_run(_metric()), digests=(None,)) == [13]
    assert _points(unmeasured, digests=(None,)) == [13]
    assert _points(_run(_metric()), digests=(None, None)) == [0, 0]
    assert _points(unmeasured, digests=(None, None)) == [0, 0]


def test_an_empty_digest_is_the_digest_of_nothing():
    """Two of them are not the same."""
    empty = {"alg": "sha256", "value": ""}
    compute = {"compute": {"environment_digest": empty}}

    assert _points(_run(_metric(), digest=empty), digests=(None, None), resources=compute) == [0, 0]
