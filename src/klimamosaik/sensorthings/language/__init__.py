"""The query language of the standard: $filter, $expand, $orderby and the rest, as trees."""
