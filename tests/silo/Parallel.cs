// Most of these tests wait for processes, browsers and databases: three at a time keep two cores at work.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
