from bench.figures import Asked
from bench.taxii.rows import Row, interleaved, markdown, table


def test_beside_a_peer_the_ratio_is_judged() -> None:
    row = Row("GET", "objects/s", 300, "a peer", 100, Asked(at_least=3))
    assert (row.ratio, row.met) == (3, True)
    assert Row("GET", "objects/s", 299, "a peer", 100, Asked(at_least=3)).met is False


def test_alone_the_figure_is_judged() -> None:
    assert Row("memory", "MB", 301, asked=Asked(at_most=300)).met is False
    assert Row("memory", "MB", 300, asked=Asked(at_most=300)).met


def test_where_nothing_is_asked_nothing_is_judged() -> None:
    assert Row("GET", "objects/s", 1, "a peer", 2).met is None


def test_works_alternate_and_the_median_of_each_counts() -> None:
    order = []
    figures = {"A": iter((1.0, 9.0, 2.0)), "B": iter((5.0, 4.0, 6.0))}

    def work(name: str) -> float:
        order.append(name)
        return next(figures[name])

    assert interleaved(3, lambda: work("A"), lambda: work("B")) == [2.0, 5.0]
    assert "".join(order) == "ABABAB"


def test_the_table_says_what_is_short() -> None:
    head, line = table([Row("GET", "objects/s", 1234.5, "a peer", 1000, Asked(at_least=2))])
    assert head.startswith("WHAT")
    assert [*line.split()][-6:] == ["1.23", "≥", "2", "SHORT", "a", "peer"]


def test_the_table_of_a_page_has_a_cell_for_each_heading() -> None:
    lines = [*markdown([Row("GET", "objects/s", 3), Row("POST", "objects/s", 3, "a peer", 1)])]
    assert {line.count("|") for line in lines} == {8}
