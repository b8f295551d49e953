"""How a delegate stands, and whether the counters tell the truth."""

from registration.models import Category, Delegate, Quota


def state(delegate: Delegate) -> str:
    return Delegate.objects.get(pk=delegate.pk).state


def waiting(category: Category) -> list[int]:
    return list(category.delegates.waiting().values_list("pk", flat=True))


def letters_of(delegate: Delegate) -> list[str]:
    return list(delegate.letters.order_by("pk").values_list("kind", flat=True))


def assert_counters_equal_rows() -> None:
    for quota in Quota.objects.all():
        holders = Delegate.objects.counted_by(quota).holding_a_place().count()
        assert quota.taken == holders, quota


def assert_nobody_waits_in_vain() -> None:
    assert list(Delegate.objects.who_could_be_seated()) == []
