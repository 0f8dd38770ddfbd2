sitegenSearch.reg("d2","[[9,\"kako-naci-pomoc/index.html\",\"Како наћи помоћ\",\"Шта прво урадити.\",\"\"],[9,\"o-imeniku/index.html\",\"О именику\",\"\",\"\"]]");
