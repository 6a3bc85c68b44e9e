"""Several requests in one ($batch): read from multipart, answered one by one or all or nothing."""
