"""Today."""
from tansiq.web.visits import Visit, for_people
from tansiq.web.workbench.frame import show
from tansiq.web.workbench.today.context import Counts, TodayPage
from django.http import HttpResponse

@for_people
def today(visit: Visit) -> HttpResponse:
    """Show."""
    return show(visit, "today.html", TodayPage(Counts(0, 0, 0, 0, 0)), at="today")
