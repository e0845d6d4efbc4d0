package facts_test

// hold keeps a facts file open, as another program would.
func hold(path string) {}
