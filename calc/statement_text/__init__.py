"""账单上的文字读成对账的几项。``names`` 认名称，``cells`` 拆格，``pairs`` 配数，``reading`` 定。"""
